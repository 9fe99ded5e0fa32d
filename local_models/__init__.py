"""On-device models: catalogue, runtimes and embeddings behind the llm and knowledge protocols (next on the plan)."""
