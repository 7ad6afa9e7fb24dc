"""The JSON Schemas of scenario, campaign and library files, for completion and hover in any editor.

They are made from the models, which say what may be written, and differ from pydantic's own in what
an editor needs and in what lies around the models:

- A file that `extends` another changes parts of it: nothing is required there, and `null` takes
  away what is inherited. The same holds for items that a library brings in by `uses`. Hence two
  definitions of a part, the whole one and one for changes, such as `Move` and `MoveChange`.
- Where several kinds of value would do (a number, a word, a mapping with both and its sources),
  they are one schema with several types instead of `anyOf`: an editor then says what is wrong with
  the kind that was written, and goes on telling what the field is for.
- Descriptions say what a field takes, too. Snippets begin new items.

`patternErrorMessage`, `doNotSuggest` and `defaultSnippets` are words of yaml-language-server
(and of Visual Studio Code); to others they are annotations without meaning.
"""

from __future__ import annotations

import json
from functools import cache
from typing import Any, Final, Literal

from sim import paths
from sim.scenario.authoring.snippets import NEW
from sim.scenario.checks.expect import Node, in_words
from sim.scenario.form.campaign import Campaign
from sim.scenario.form.coding import SIZES, WORDS, Part
from sim.scenario.schema import Scenario

Schema = dict[str, Any]
Kind = Literal["scenario", "campaign", "library"]
Way = Literal["", "Change"]
"""How a part is reached: whole, or as a change of what lies beneath it."""

DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"
_ALWAYS: Final = ["version", "id", "title"]
_DATE: Final = (
    r"^[0-9]{4}-((0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|(0[469]|11)-(0[1-9]|[12][0-9]|30)"
    r"|02-(0[1-9]|[12][0-9]))$"
)
"""A day that there is, but for the leap years."""
_WORDINGS: Final = [WORDS, SIZES]

_LIMITS: Final = (
    "enum const pattern format minimum maximum minLength maxLength minItems maxItems minProperties "
    "maxProperties"
).split()

_RULES: Final[dict[str, Schema]] = {
    "Effect": {"minProperties": 1, "maxProperties": 1},
    "Element": {"oneOf": [{"required": ["support"]}, {"required": ["ally"]}]},
    "Spot": {
        "dependentRequired": {"longitude": ["latitude"], "latitude": ["longitude"]},
        "anyOf": [{"required": ["longitude"]}, {"required": ["edge"]}],
    },
    "Otherwise": {"minProperties": 1, "maxProperties": 2},
}
"""What the models check in code and a schema can say as well."""
_NEVER_NULL: Final = frozenset({"Effect"})
"""Parts of which no field can be nothing, though the models give their fields that default."""


def scenario_schema() -> Schema:
    """The schema of a scenario file."""
    made = _Maker(Scenario)
    libraries = _libraries()
    whole = made.part("Scenario", "")
    over = made.part("Scenario", "", changed=frozenset().union(*libraries.values()))
    change = made.part("Scenario", "Change")
    known = {"properties": {"uses": {"items": {"enum": sorted(libraries)}}}}
    return _file(
        "Scenario",
        made,
        {
            "if": {"required": ["extends"]},
            "then": {**change, "required": _ALWAYS},
            "else": {
                "if": {"not": {"required": ["uses"]}},
                "then": whole,
                "else": {
                    "if": known,
                    "then": over,
                    "else": {**change, "required": whole["required"]},
                },
            },
        },
    )


def campaign_schema() -> Schema:
    """The schema of a campaign file."""
    made = _Maker(Campaign)
    whole = made.part("Campaign", "")
    change = {**made.part("Campaign", "Change"), "required": _ALWAYS}
    choice = {"if": {"required": ["extends"]}, "then": change, "else": whole}
    return _file("Campaign", made, choice)


def library_schema() -> Schema:
    """The schema of a file of `library/`, which holds collections for scenarios that use it."""
    made = _Maker(Scenario)
    part = made.part("Scenario", "Change")
    fields = {
        name: _without_null(field)
        for name, field in part["properties"].items()
        if "additionalProperties" in field
    }
    fields = {"version": part["properties"]["version"], **fields}
    return _file("Library", made, {**part, "properties": fields, "minProperties": 1})


@cache
def schema_text(kind: Kind = "scenario") -> str:
    """A schema as the text of `scenarios/schema.json`, or `campaign.schema.json` and the like."""
    made = {"scenario": scenario_schema, "campaign": campaign_schema, "library": library_schema}
    return json.dumps(made[kind](), indent=1, ensure_ascii=False) + "\n"


def _file(title: str, made: _Maker, content: Schema) -> Schema:
    head = {"$schema": DIALECT, "title": title, "type": "object"}
    named = {name: made.made[name] for name in sorted(_named_in(content, made.made))}
    return {**head, **content, "$defs": named}


def _named_in(schema: Any, definitions: dict[str, Schema]) -> set[str]:
    """The definitions that a schema names, and those that they name in turn."""
    found: set[str] = set()
    rest = [schema]
    while rest:
        one = rest.pop()
        rest += (
            list(one.values()) if isinstance(one, dict) else one if isinstance(one, list) else []
        )
        name = str(one.get("$ref", "")).rsplit("/", 1)[-1] if isinstance(one, dict) else ""
        if name and name not in found:
            found.add(name)
            rest.append(definitions[name])
    return found


def _libraries() -> dict[str, frozenset[str]]:
    """The collections of each shipped library, by the name that `uses` takes."""
    from sim.scenario.text.reader import read

    found = {}
    for path in sorted((paths.scenarios() / "library").glob("*.yaml")):
        name = path.relative_to(paths.scenarios()).as_posix()
        found[name] = frozenset(read(path).data or {}) - {"version"}
    return found


class _Maker:
    """Rewrites pydantic's schema of a model, definition by definition."""

    def __init__(self, model: type[Part]) -> None:
        schema = model.model_json_schema()
        self.own: dict[str, Schema] = {**schema.get("$defs", {}), model.__name__: schema}
        self.made: dict[str, Schema] = {}

    def part(self, name: str, way: Way, changed: frozenset[str] = frozenset()) -> Schema:
        """The schema of a part.

        Args:
            name: The model's name.
            way: How the part is reached.
            changed: Fields whose items lie over those of a library.
        """
        own = self.own[name]
        may_be_null = name not in _NEVER_NULL
        fields = {
            field: self._field(
                name,
                field,
                schema,
                "Change" if field in changed else way,
                way == "Change" or (may_be_null and _may_be_null(schema)),
            )
            for field, schema in own.get("properties", {}).items()
        }
        made: Schema = {"type": "object", "properties": fields, "additionalProperties": False}
        if way != "Change":
            made |= {"required": own["required"]} if "required" in own else {}
            made |= _RULES.get(name, {})
        elif name == "Effect":
            made |= _RULES[name]
        return made

    def _field(self, part: str, name: str, schema: Schema, way: Way, nothing: bool) -> Schema:
        """The schema of a field, which says what the field is for and what it takes."""
        made = self._value(schema, way, nothing)
        made = {"title": name, **made, **self._told(schema)}
        default = schema.get("default")
        if isinstance(default, bool | int | float | str):
            made["default"] = default
        if (new := NEW.get((part, name))) is not None:
            made["defaultSnippets"] = [new]
        return made

    def _named(self, reference: str) -> Schema:
        return self.own[reference.rsplit("/", 1)[-1]]

    def _told(self, schema: Schema) -> Schema:
        """What is said of a value: what it is for, what it takes, and what holds without it."""
        members = [m for m in schema.get("anyOf", [schema]) if m.get("type") != "null"]
        models = [self._named(member["$ref"]) for member in members if "$ref" in member]
        about = models[0].get("description", "") if len(members) == len(models) else ""
        said = " ".join(str(schema.get("description") or about).split())
        facts = _takes([member for member in members if "$ref" not in member], models)
        default = schema.get("default")
        if isinstance(default, bool):
            facts.append(f"without it, {str(default).lower()}")
        elif isinstance(default, int | float | str):
            facts.append(f"without it, {default}")
        takes = "; ".join(facts)
        lines = [said] * bool(said) + [f"{takes[:1].upper()}{takes[1:]}."] * bool(takes)
        return {"description": "\n".join(lines)} if lines else {}

    def _value(self, schema: Schema, way: Way, nothing: bool) -> Schema:
        """The schema of a value, without what is said of it."""
        if "anyOf" in schema:
            members = [m for m in schema["anyOf"] if m.get("type") != "null"]
            if len(members) == 1:
                return self._value(members[0], way, nothing)
            return self._mixed(members, way, nothing)
        if "$ref" in schema:
            return self._reference(schema["$ref"].rsplit("/", 1)[-1], way, nothing)
        kept = {k: v for k, v in schema.items() if k not in ("title", "description", "default")}
        if kept.get("format") == "date":
            kept["pattern"] = _DATE
        if "pattern" in kept:
            kept["patternErrorMessage"] = f"It must be {in_words([Node(schema)])}."
        if kept.get("type") == "object":
            kept = self._mapping(kept, way)
        elif "items" in kept:
            kept["items"] = self._value(kept["items"], "", False)
        return _with_null(kept) if nothing else kept

    def _mapping(self, schema: Schema, way: Way) -> Schema:
        """A mapping keyed by names: what they must look like, and what each one has."""
        for pattern, inner in schema.pop("patternProperties", {}).items():
            schema["propertyNames"] = {"type": "string", "pattern": pattern}
            schema["additionalProperties"] = inner
        names = schema.get("propertyNames", {})
        if "pattern" in names:
            expected = in_words([Node(names)])
            names["patternErrorMessage"] = f"A name here must be {expected}."
        if names and "enum" not in names:
            names["doNotSuggest"] = True
        if way == "Change":
            schema.pop("minProperties", None)
        inner = schema.get("additionalProperties")
        if isinstance(inner, dict):
            item = self._value(inner, way, way == "Change")
            schema["additionalProperties"] = {**item, **self._told(inner)}
        return schema

    def _reference(self, name: str, way: Way, nothing: bool) -> Schema:
        """A reference to the definition of a part, which is made if it is not there."""
        key = f"{name}{way}{'OrNull' if nothing else ''}"
        if key not in self.made:
            part = self.part(name, way)
            self.made[key] = {"title": name, **(_with_null(part) if nothing else part)}
        return {"$ref": f"#/$defs/{key}"}

    def _mixed(self, members: list[Schema], way: Way, nothing: bool) -> Schema:
        """Several kinds of value as one schema: its words apply to their own kind each."""
        models = [m["$ref"].rsplit("/", 1)[-1] for m in members if "$ref" in m]
        mixed: Schema = {"type": []}
        snippets: list[Schema] = []
        for member in members:
            one = dict(member)
            if "$ref" in member:
                # Apart from the rest, or an editor would think that only a mapping will do.
                title = str(self._named(models[0])["description"]).partition(":")[0].rstrip(".")
                one = {"title": title, **self.part(models[0], way)}
                one = {"type": one.pop("type"), "allOf": [one]}
            elif "enum" in one:
                snippets += [_word(word) for word in one["enum"]]
                one = _as_pattern(one)
            elif "pattern" in one:
                one["patternErrorMessage"] = f"It must be {in_words([Node(one)])}, or a mapping."
            mixed["type"].append(one.pop("type"))
            mixed |= {key: value for key, value in one.items() if key != "title"}
        if "number" in mixed["type"] and "integer" in mixed["type"]:
            mixed["type"].remove("integer")
        if snippets:
            mixed["defaultSnippets"] = snippets
        if nothing:
            mixed = _with_null(mixed)
        if not models:
            return mixed
        key = f"{models[0]}OrPlain{way}{'OrNull' if nothing else ''}"
        self.made[key] = mixed
        return {"$ref": f"#/$defs/{key}"}


def _takes(plain: list[Schema], models: list[Schema]) -> list[str]:
    """What a field takes, as parts of a sentence; a lone mapping or list needs no words."""
    facts = []
    for schema in plain:
        scale = next((words for words in _WORDINGS if list(words) == schema.get("enum")), None)
        bare = not any(key in schema for key in _LIMITS)
        if scale is not None:
            named = ", ".join(f"{word} {value:g}" for word, value in scale.items())
            facts.append(f"or a word: {named}")
        elif bare and schema.get("type") in ("object", "array", "string", "null"):
            continue
        elif words := in_words([Node(schema)]):
            facts.append(f"or {words}" if facts else words)
    if facts:
        facts += [f"or a mapping with {', '.join(model['properties'])}" for model in models]
    return facts


def _word(word: str) -> Schema:
    """A completion of a word that stands for a number."""
    values = [f"{words[word]:g}" for words in _WORDINGS if word in words]
    return {"label": word, "body": word, **({"description": values[0]} if values else {})}


def _as_pattern(schema: Schema) -> Schema:
    """A choice of words as a pattern, which leaves numbers and mappings alone."""
    words = schema["enum"]
    return {
        "type": "string",
        "pattern": f"^({'|'.join(words)})$",
        "patternErrorMessage": f"A word here must be one of {', '.join(words)}.",
    }


def _may_be_null(schema: Schema) -> bool:
    return any(member.get("type") == "null" for member in schema.get("anyOf", ()))


def _with_null(schema: Schema) -> Schema:
    """The schema, taking nothing (`null`) as well."""
    kind = schema.get("type")
    kinds = kind if isinstance(kind, list) else [kind] if kind else []
    schema = {**schema, **({"type": [*kinds, "null"]} if kinds else {})}
    if "const" in schema:
        schema["enum"] = [schema.pop("const")]
    if "enum" in schema:
        schema["enum"] = [*schema["enum"], None]
    return schema


def _without_null(schema: Schema) -> Schema:
    kinds = [kind for kind in schema["type"] if kind != "null"]
    return {**schema, "type": kinds[0]}
