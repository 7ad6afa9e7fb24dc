"""What an editor puts in for a new move, actor, event or the like: a skeleton to fill in.

Each is a snippet of yaml-language-server: `${1:text}` is a place to fill in with what stands there
at first, `${1|a,b|}` one with a choice. Filled in as they are, they keep to the schema; what they
name (an actor, a table) is the author's own and must be put right.
"""

from __future__ import annotations

from typing import Any, Final

Snippet = dict[str, Any]


def _new(label: str, description: str, item: str, /, **fields: Any) -> Snippet:
    return {"label": label, "description": description, "body": {item: fields}}


_POSITION: Final = {"ideal": "${9:middling}", "salience": "${10:good}"}

NEW: Final[dict[tuple[str, str], Snippet]] = {
    ("Scenario", "issues"): _new(
        "a new issue",
        "Something argued over, as a line from 0 to 1.",
        "${1:new_issue}",
        title="${2:What is argued over}",
        low="${3:what 0 means}",
        high="${4:what 1 means}",
    ),
    ("Scenario", "actors"): _new(
        "a new actor",
        "A faction, power or institution, with a position on one issue.",
        "${1:new_actor}",
        name="${2:The full name}",
        short="${3:Short name}",
        kind="${4|faction,power,institution|}",
        mark={
            "colour": '"${5:#888888}"',
            "shape": "${6|circle,square,diamond,triangle,ring,pentagon,hexagon,star|}",
            "at": ["${7:0.5}", "${8:0.5}"],
        },
        positions={"${11:issue}": _POSITION},
    ),
    ("Scenario", "tables"): _new(
        "a new table",
        "A place where a text is decided.",
        "${1:new_table}",
        title="${2:The talks}",
        procedure="${3|signatures,consensus,council_vote,sides,quota|}",
        members=["${4:actor}"],
        issues=["${5:issue}"],
    ),
    ("Scenario", "steps"): _new(
        "a new step",
        "A public step that an actor can take, or be asked to take.",
        "${1:new_step}",
        title="${2:What it comes to}",
    ),
    ("Scenario", "moves"): _new(
        "a new move",
        "Something an actor can do in a turn, with one effect.",
        "${1:new_move}",
        title="${2:What it is called}",
        by=["${3:actor}"],
        to=["${4:other_actor}"],
        kind="${5|ask,offer,tell,press,act|}",
        cost="${6:1}",
        effects=[
            {
                "goodwill": {
                    "of": "target",
                    "toward": "self",
                    "size": "${7|slight,small,moderate,large|}",
                }
            }
        ],
        says='"${8:{self\\} does something for {target\\}.}"',
        reason="${9:Why one would.}",
    ),
    ("Scenario", "events"): _new(
        "a new event",
        "Something that comes from outside on a day.",
        "${1:new_event}",
        title="${2:What happens}",
        date="${3:1992-06-15}",
        chance="${4:1.0}",
        effects=[{"home": {"of": "${5:actor}", "by": "${6:-0.1}"}}],
        says="${7:One line for the report.}",
    ),
    ("Scenario", "outcomes"): _new(
        "a new outcome",
        "How things can end, or what can be reached on the way.",
        "${1:new_outcome}",
        title="${2:What has been reached}",
        when="${3:adopted(table)}",
        text="${4:What it means, in a sentence or two.}",
    ),
    ("Scenario", "goals"): _new(
        "the goals of a seat",
        "What a seat is after: outcomes with weights that add up to 1.",
        "${1:actor}",
        aims={"${2:outcome}": "${3:1.0}"},
    ),
    ("Scenario", "difficulty"): _new(
        "a new level",
        "A level of difficulty: values that it sets otherwise.",
        "${1:easier}",
        title="${2:Easier}",
        about="${3:What is easier, in a line.}",
        set={"${4:capital.per_turn}": "${5:4}"},
    ),
    ("Scenario", "rapport"): _new(
        "a new bond",
        "Rapport between two actors' leaders or negotiators.",
        "${1:new_bond}",
        between=["${2:actor}", "${3:other_actor}"],
        value="${4|none,very-low,low,middling,good,high|}",
    ),
    ("Scenario", "advisers"): _new(
        "a new adviser",
        "A prior with a voice.",
        "${1:new_adviser}",
        name="${2:The adviser}",
        view="${3:The view in one sentence.}",
        prior={"${4:actor}": {"none": "${5:0.5}", "limited": "${6:0.5}"}},
    ),
    ("Scenario", "guide"): _new(
        "a new hint",
        "A hint for a newcomer in one turn.",
        "${1:new_hint}",
        turn="${2:1}",
        at="${3|hand,network,actor,timeline,capital,end|}",
        says="${4:At most 40 words.}",
    ),
    ("Actor", "positions"): _new(
        "a position",
        "Where it stands on an issue, and how much that matters to it.",
        "${1:issue}",
        ideal="${2:middling}",
        salience="${3:good}",
    ),
    ("Actor", "interests"): _new(
        "an interest",
        "Something it wants more or less of.",
        "${1:new_interest}",
        wants="${2:trust(actor, other_actor)}",
        weight="${3:0.2}",
    ),
    ("History", "line"): _new(
        "a dated move",
        "A move of the record.",
        "${1:new_item}",
        date="${2:1992-06-15}",
        by="${3:actor}",
        move="${4:move}",
    ),
    ("Campaign", "chapters"): _new(
        "a new chapter",
        "A scenario as part of it.",
        "${1:new_chapter}",
        scenario="${2:scenario-id}",
    ),
    ("Campaign", "endings"): _new(
        "a new ending",
        "How the campaign can end.",
        "${1:new_ending}",
        title="${2:How it ends}",
        text="${3:What it means.}",
    ),
}
"""A new item of a mapping, by the model and the field that hold it."""
