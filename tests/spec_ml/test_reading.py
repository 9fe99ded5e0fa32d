"""Briefs for machine-learning services in many words: the target, the columns, the task, what is asked for."""

import pytest

from engines.kernel.spec import ColumnKind, Spec, Training
from engines.spec import dump_spec, load_spec, read_brief

NUMBER, CATEGORY, FLAG = ColumnKind.NUMBER, ColumnKind.CATEGORY, ColumnKind.BOOLEAN
TEXT, DATE, NAME = ColumnKind.TEXT, ColumnKind.DATE, ColumnKind.IDENTIFIER


def spec_of(brief: str) -> Spec:
    spec = read_brief(brief).spec
    assert spec.kind == "ml"
    assert load_spec(dump_spec(spec)) == spec
    return spec


def training_of(brief: str) -> Training:
    training = spec_of(brief).training
    assert training is not None
    return training


def kinds(training: Training) -> dict[str, ColumnKind]:
    return {column.name: column.kind for column in training.columns}


HOUSES = (
    "Predict house prices from a CSV with the columns area, rooms, age, district and price; show the mean absolute error "
    "on held-out rows and offer an HTTP endpoint for predictions."
)
BRIEFS = {
    HOUSES: ("price", "regression", "house"),
    "Build a churn classifier. The CSV has columns customer_id, tenure_months (number), plan (basic, pro), churned (yes/no). "
    "Predict whether a customer will churn.": ("churned", "classification", "customer"),
    "I want to classify SMS messages as spam or ham based on their text. My data is a CSV with two columns, text and label.": (
        "label",
        "classification",
        "sms_message",
    ),
    "Given sepal length, sepal width, petal length and petal width, predict the species (setosa, versicolor, virginica).": (
        "species",
        "classification",
        "row",
    ),
    "We have a dataset of deliveries: distance in km, weight in kg, weather, vehicle type and the delivery time in minutes. "
    "Train a model that estimates the delivery time.": ("delivery_time", "regression", "row"),
    "ml api. input csv: years_experience,education,role,city,salary. target = salary. linear regression.": (
        "salary",
        "regression",
        "row",
    ),
    "Train a model on the passenger list (CSV: passenger_id, class, sex, age, fare, survived) that tells if a passenger "
    "survived.": ("survived", "classification", "passenger"),
    "We sell used cars. Each row of our export has the make, the model, the year, the mileage and the price it was sold for. "
    "Learn from it and predict the price of a new car.": ("price", "regression", "car"),
    "For every day we record the outside temperature, whether the office was occupied and the electricity use in kWh. "
    "Predict tomorrow's electricity use from these values.": ("electricity_use", "regression", "row"),
    "Our clinic wants a service that predicts if a patient will miss an appointment. Columns of the CSV: age, gender, days "
    "between booking and appointment, previous no shows, no_show (yes/no).": ("no_show", "classification", "patient"),
    "Classify support tickets by department (billing, technical, sales) from the ticket text. CSV columns: ticket_text, "
    "department.": ("department", "classification", "support_ticket"),
    "Sentiment analysis service: train on a CSV of reviews (columns: review, sentiment) and tell whether a new review is "
    "positive, negative or neutral.": ("sentiment", "classification", "review"),
    "Forecast the energy use of a building from outdoor temperature, hour of day and whether it is a holiday. I have a CSV "
    "with these columns and energy_kwh.": ("energy_kwh", "regression", "building"),
}


@pytest.mark.parametrize(("brief", "wanted"), BRIEFS.items(), ids=[goal[0] for goal in BRIEFS.values()])
def test_what_is_predicted_of_what(brief: str, wanted: tuple[str, str, str]) -> None:
    training = training_of(brief)
    assert (training.target, training.task, training.subject) == wanted


def test_every_column_has_its_kind_and_its_sentence() -> None:
    training = training_of(HOUSES)
    assert kinds(training) == {"area": NUMBER, "rooms": NUMBER, "age": NUMBER, "district": CATEGORY, "price": NUMBER}
    assert {column.origin.sentences for column in training.columns} == {(1,)}


def test_notes_say_what_a_column_holds() -> None:
    training = training_of(
        "Predict whether a loan defaults. The CSV has the columns loan_id, grade (A, B or C), income (0 to 500000), term in months, "
        "employer (text), remarks (free text), opened (date), employed (yes/no) and defaulted (0/1)."
    )
    assert kinds(training) == {
        "loan_id": NAME,
        "grade": CATEGORY,
        "income": NUMBER,
        "term": NUMBER,
        "employer": CATEGORY,
        "remarks": TEXT,
        "opened": DATE,
        "employed": FLAG,
        "defaulted": FLAG,
    }
    by_name = {column.name: column for column in training.columns}
    assert by_name["grade"].choices == ("A", "B", "C")
    assert (by_name["income"].minimum, by_name["income"].maximum, by_name["term"].unit) == (0, 500_000, "months")
    assert training.positive == "yes"


def test_bullets_and_tables_list_columns() -> None:
    bullets = training_of(
        "# Wine quality\nA service that predicts wine quality.\n\n## Columns\n- fixed acidity (number)\n- wine type: red/white\n"
        "- quality (0-10), target\n"
    )
    assert kinds(bullets) == {"fixed_acidity": NUMBER, "wine_type": CATEGORY, "quality": NUMBER}
    table = training_of(
        "Machine-learning service for loans.\n\n| Column | Type | Meaning |\n|---|---|---|\n| income | number | yearly |\n"
        "| purpose | car, home | |\n| defaulted | yes/no | target |\n"
    )
    assert kinds(table) == {"income": NUMBER, "purpose": CATEGORY, "defaulted": FLAG}
    assert table.target == "defaulted"


@pytest.mark.parametrize(
    ("said", "metric"),
    [
        ("Report the MAE.", "mean_absolute_error"),
        ("Show the root mean squared error.", "root_mean_squared_error"),
        ("Tell me R² on the test set.", "r2"),
        ("Print the mean absolute percentage error.", "mean_absolute_percentage_error"),
    ],
)
def test_figures_are_those_that_are_asked_for(said: str, metric: str) -> None:
    training = training_of(f"Predict the price from a CSV with the columns area, rooms and price. {said}")
    assert [(str(m.name), m.origin.sentences) for m in training.metrics] == [(metric, (2,))]


def test_figures_of_classes_come_in_the_order_of_the_brief() -> None:
    training = training_of(
        "Predict whether a customer will churn from a CSV with the columns plan, age and churned. "
        "Show a confusion matrix, recall, precision and ROC AUC."
    )
    assert [str(m.name) for m in training.metrics] == ["confusion_matrix", "recall", "precision", "roc_auc"]


@pytest.mark.parametrize(
    ("said", "share", "by", "folds"),
    [
        ("Hold out 25% of the rows.", 0.25, "", 5),
        ("Use an 80/20 split.", 0.2, "", 5),
        ("Keep back a third of the rows for testing.", 0.33, "", 5),
        ("Test on the latest 10% of the rows.", 0.1, "sold_on", 5),
        ("Choose the best model by ten-fold cross-validation.", 0.2, "", 10),
        ("Train on 70% and use 30% as a test set.", 0.3, "", 5),
    ],
)
def test_rows_are_held_out_as_asked(said: str, share: float, by: str, folds: int) -> None:
    split = training_of(f"Predict the price from a CSV with the columns area, sold_on (date) and price. {said}").split
    assert (split.share, split.latest_by, split.folds) == (share, by, folds)


def test_models_and_offers_are_heard() -> None:
    spec = spec_of(
        "Predict the price from a CSV with the columns area, rooms and price. Try ridge regression and a random forest. "
        "A small web page shows which columns matter most. New data can be uploaded as a CSV to retrain the model. "
        "Expose POST /predict and GET /health. Retrain it every night."
    )
    assert spec.training is not None
    assert [str(estimator.name) for estimator in spec.training.estimators] == ["linear", "random_forest"]
    built = {feature.name: feature.built for feature in spec.features}
    assert {"web_page", "feature_importance", "retraining"} <= {name for name, done in built.items() if done}
    assert built["scheduled_training"] is False
    assert [(e.method, e.path, e.purpose) for e in spec.endpoints] == [
        ("POST", "/predict", "prediction"),
        ("GET", "/health", "health"),
    ]


def test_sentences_after_the_list_add_no_columns() -> None:
    training = training_of(
        "Predict whether a loan defaults. The CSV has the columns income, purpose (car, home) and defaulted (yes/no). "
        "Serve predictions over HTTP, several at once too; an unknown purpose is rejected. Each answer has a class and a probability."
    )
    assert list(kinds(training)) == ["income", "purpose", "defaulted"]


def test_without_columns_they_are_asked_for() -> None:
    reading = read_brief("Build a machine learning model that predicts stuff from my CSV.")
    assert reading.spec.training is None
    assert [question.blocking for question in reading.questions] == [True]


def test_an_unclear_target_is_asked_for_with_a_suggestion() -> None:
    reading = read_brief("Machine learning service. The CSV has the columns alpha_rate, beta_rate and gamma_rate.")
    assert reading.spec.training is not None
    assert reading.spec.training.target == "gamma_rate"
    assert [(q.text, q.blocking) for q in reading.questions] == [("Which column is to be predicted?", False)]


def test_an_unknown_name_is_taken_for_a_number_and_asked_about() -> None:
    reading = read_brief("Predict the price from a CSV with the columns area, blorf and price.")
    assert [q.suggestion for q in reading.questions] == ["The columns are blorf (number)."]


@pytest.mark.parametrize(
    "brief",
    [
        "A bike workshop repairs bikes. A bike has a make and a model. An order has an estimate, a status and a price.",
        "A library with books and members. Show a dashboard with the number of loans and export them as CSV.",
        "A support desk: tickets are classified by department. Agents answer tickets.",
    ],
)
def test_applications_that_keep_records_are_no_machine_learning(brief: str) -> None:
    assert read_brief(brief).spec.kind != "ml"
