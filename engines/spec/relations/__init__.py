"""Reads what refers to what: from verbs, from 'per', from what people do, from who somebody is."""
