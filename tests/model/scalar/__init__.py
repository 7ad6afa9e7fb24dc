"""The model once more, slowly: scalars, names and one run at a time, to check the engine by.

It is written from the description of the model, not from the engine, and shares with it only the
scenario's types, the parser of the language and the named draws. Numbers live in one dict by key,
such as `("trust", "north", "host")`; effects are told apart by their verbs, not compiled.
"""
