"""What is kept to some people: who alone may do which acts, and who may not."""
