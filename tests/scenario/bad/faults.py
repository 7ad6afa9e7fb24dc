"""Files that are broken, of another kind or out of bounds, by clause; places as in `table`."""

from __future__ import annotations

FAULTS: dict[str, dict[str, str]] = {
    "empty file": {
        "empty-file": "1:1 empty",
        "only-comments": "1:1 empty",
    },
    "list at the top": {
        "list-at-top": "1:1 top-level",
    },
    "scalar at the top": {
        "text-at-top": "1:1 top-level",
        "number-at-top": "1:1 top-level",
    },
    "second document": {
        "second-document": "6:1 second-document",
        "second-document-end": "3:1 second-document",
    },
    "TAB indent": {
        "tab-indent": "4:1 tab",
        "tab-indent-deeper": "5:1 tab",
        "crlf-tab": "4:1 tab",
        "tab-before-value": "4:11 type",
    },
    "duplicate key": {
        "duplicate-key": "5:1 duplicate-key",
        "duplicate-move-field": "7:5 duplicate-key",
    },
    "duplicate actor": {
        "duplicate-actor": "8:3 duplicate-key",
        "copied-actor": "11:3 duplicate-key",
    },
    "unquoted `: `": {
        "unquoted-colon": "3:19 colon",
        "unquoted-colon-title": "5:20 colon",
        "unquoted-colon-in-list": "6:7 type",
    },
    "open quote": {
        "open-quote": "3:8 open-quote",
        "open-quote-condition": "5:12 open-quote",
    },
    "smart quotes": {
        "smart-quotes": "3:8 quotes",
        "smart-quotes-condition": "5:12 quotes",
        "smart-quotes-colon": "3:10 quotes",
        "smart-quotes-inside": "5:12 quotes",
        "smart-quotes-german": "3:8 quotes",
        "curly-apostrophe": "4:19 quotes",
    },
    "`0,7`": {
        "decimal-comma": "5:11 type",
        "decimal-comma-list": "5:46 range",
        "decimal-comma-condition": "5:33 condition",
    },
    "`{leverage: 0,8}`": {
        "decimal-comma-leverage": "5:20 decimal-comma",
        "decimal-comma-in-braces": "6:22 decimal-comma",
        "thousands": "3:19 decimal-comma",
    },
    "`leverage:0.7`": {
        "colon-without-blank": "5:13 colon",
        "colon-without-blank-line": "4:3 type",
        "colon-without-blank-between": "5:3 colon",
    },
    "out of range": {
        "out-of-range": "5:11 range",
        "out-of-range-negative": "5:13 range",
        "out-of-range-turns": "3:19 range",
        "out-of-range-coded": "5:25 range",
        "range-without-value": "5:5 meaning",
        "range-the-wrong-way": "5:5 meaning",
    },
    "`70%`": {
        "percent": "5:11 type",
        "percent-chance": "5:13 type",
        "condition-percent": "5:35 condition",
    },
    "`.nan`": {
        "not-a-number": "5:11 number",
    },
    "`.inf`": {
        "infinite": "5:11 number",
    },
    "`1e999`": {
        "too-large-a-number": "5:11 number",
    },
    "`yes` for a bool": {
        "yes-for-true": "5:11 type",
        "on-for-true": "5:11 type",
        "true-for-on": "4:9 choice",
    },
    "`no` for a number": {
        "no-for-a-number": "5:11 type",
        "true-for-a-number": "5:11 type",
    },
    "`10.5` for a count": {
        "fraction-for-a-count": "3:19 type",
        "point-nought-for-a-count": "3:19 type",
        "german-number": "5:14 type",
    },
    "5000 digits": {
        "five-thousand-digits": "4:10 number",
        "five-thousand-decimals": "5:11 number",
        "digits-too-many": "3:19 number",
        "text-too-many-digits": "5:11 number",
    },
    "`1:30`": {
        "clock-for-a-number": "5:11 type",
        "clock-for-turns": "4:10 type",
    },
    "an impossible date": {
        "impossible-date": "5:11 date",
        "impossible-month": "3:19 date",
        "impossible-date-condition": "5:29 condition",
    },
    "a bare year": {
        "bare-year": "3:19 type",
        "bare-month": "3:19 type",
    },
    "unknown actor": {
        "unknown-actor": "4:3 unknown-actor",
        "unknown-actor-condition": "5:24 unknown-name",
        "unknown-actor-effect": "6:24 unknown-actor",
        "unknown-actor-group": "4:18 unknown-actor",
        "unknown-role": "6:24 unknown-actor",
        "misspelt-everywhere": "6:10 unknown-actor",
        "renamed-actor": "14:3 unknown-actor",
        "condition-over-lines": "7:13 unknown-name",
        "condition-quoted": "5:48 unknown-name",
    },
    "unknown issue": {
        "unknown-issue": "6:7 unknown-issue",
        "unknown-issue-table": "5:21 unknown-issue",
    },
    "unknown move": {
        "unknown-move": "5:47 unknown-move",
        "unknown-move-condition": "5:16 unknown-name",
    },
    "unknown channel": {
        "unknown-channel": "5:32 unknown-name",
        "unknown-channel-effect": "6:49 unknown-channel",
    },
    "self-trust": {
        "self-trust": "5:12 self-pair",
        "self-trust-condition": "5:11 unknown-name",
    },
    "misspelt field": {
        "misspelt-field": "5:5 unknown-field",
        "misspelt-field-top": "3:1 unknown-field",
        "misspelt-section": "3:1 unknown-field",
        "misspelt-actors-whole": "10:1 unknown-field",
        "misspelt-effect-detail": "6:32 unknown-field",
    },
    "missing field": {
        "missing-field": "4:3 missing-field",
        "missing-fields-actor": "4:3 missing-field",
        "event-without-date": "4:3 missing-field",
        "without-extends": "1:1 missing-field",
    },
    "wrong enum": {
        "wrong-choice": "5:11 choice",
        "wrong-choice-word": "5:17 type",
        "wrong-choice-case": "5:11 choice",
        "wrong-choice-shape": "5:19 choice",
        "size-word": "6:52 type",
    },
    "null actor": {
        "null-actor": "4:3 nothing-to-remove",
        "null-actor-whole": "17:3 type",
    },
    "list for mapping": {
        "list-for-a-mapping": "3:1 type",
        "list-for-a-mapping-moves": "3:1 type",
        "without-goals-share": "5:5 type",
    },
    "mapping for list": {
        "mapping-for-a-list": "4:3 type",
        "text-for-a-list": "4:10 type",
        "text-for-a-list-by": "5:9 type",
        "text-for-a-mapping": "3:11 type",
        "condition-as-list": "5:5 type",
        "question-in-list": "5:5 type",
    },
    "wrong `version`": {
        "wrong-version": "3:10 choice",
        "version-as-text": "3:10 choice",
        "version-as-truth": "3:10 choice",
    },
    "anchor": {
        "anchor": "4:10 anchor",
        "ampersand-in-text": "3:8 anchor",
    },
    "alias bomb": {
        "alias-bomb": "1:1 unknown-field",
        "alias-bomb-of-nine": "1:1 unknown-field",
    },
    "`<<`": {
        "merge-key": "4:10 anchor",
    },
    "`!!python`": {
        "python-tag": "3:8 tag",
        "exclamation-mark": "3:8 tag",
    },
    "list as key": {
        "list-as-key": "4:3 key",
        "mapping-as-key": "3:3 key",
    },
    "`on:` key": {
        "on-key": "3:1 unknown-field",
    },
    "`~:` key": {
        "null-key": "3:1 key",
        "number-key": "4:3 key",
    },
    "bad indent": {
        "bad-indent": "5:4 indent",
        "bad-indent-less": "6:4 indent",
        "bad-indent-margin": "5:3 indent",
        "bad-indent-actors": "4:1 indent",
        "bad-indent-positions": "6:5 indent",
        "bad-indent-position-fields": "7:7 indent",
        "bad-indent-text": "5:2 indent",
        "whole-file-with-actors-at-the-margin": "11:1 indent",
    },
    "one actor only": {
        "one-actor-only": "10:1 range",
    },
    "control character": {
        "control-character": "3:11 control-character",
        "control-escape": "3:8 control-character",
        "direction-mark": "3:12 control-character",
        "nul-byte": "3:11 control-character",
        "all-control-characters": "3:9 control-character",
        "every-byte": "1:1 encoding",
        "only-nul-bytes": "1:1 encoding",
    },
    "deep nesting": {
        "deep-nesting": "3:40 depth",
        "deep-nesting-braces": "3:133 depth",
        "deep-nesting-lines": "35:33 depth",
    },
    "oversize": {
        "oversize": "1:1 size",
        "too-many-entries": "4:149984 size",
        "long-name": "4:3 size",
        "long-text": "3:10 size",
        "many-problems": "4:7 type",
    },
    "Latin-1": {
        "latin-1": "1:5 encoding",
        "windows-quotes": "3:8 encoding",
    },
    "UTF-16": {
        "utf-16": "1:1 encoding",
        "utf-16-no-mark": "1:1 encoding",
    },
    "over-long title": {
        "over-long-title": "3:8 range",
        "over-long-short": "5:12 range",
    },
    "no turns": {
        "no-turns": "3:19 range",
        "no-turns-empty": "4:3 missing-field",
    },
    "negative seed": {
        "negative-seed": "3:19 range",
    },
    "upper-case id": {
        "upper-case-id": "4:3 name",
        "file-id-upper-case": "1:5 form",
        "reference-upper-case": "5:5 name",
    },
    "missing asset": {
        "missing-asset": "3:8 missing-file",
        "unknown-place": "5:12 unknown-place",
    },
    "an `extends` that removes an actor still referred to": {
        "removed-actor": "4:3 still-used",
        "removed-issue": "4:3 still-used",
        "removed-table": "4:3 still-used",
        "removed-move": "4:3 still-used",
    },
    "an `extends` that forms a cycle": {
        "extends-itself": "2:10 cycle",
        "extends-a-circle": "parts/circle.yaml 2:10 cycle",
    },
    "an `extends` that leaves the folder": {
        "extends-outside": "2:10 outside",
        "extends-outside-absolute": "2:10 outside",
        "extends-windows-path": "2:10 reference",
    },
    "an `extends` that finds no scenario": {
        "missing-parent": "2:10 missing-file",
        "extends-id-underscore": "2:10 missing-file",
        "extends-no-such-id": "2:10 missing-file",
        "extends-with-ending": "",
        "extends-a-folder": "2:10 missing-file",
        "extends-a-list": "2:1 reference",
        "extends-another-kind": "2:10 reference",
        "extends-a-broken-file": "parts/broken.yaml 4:10 type",
    },
    "a null with nothing to take away": {
        "removed-nothing": "4:3 nothing-to-remove",
        "removed-required": "3:1 missing-field",
        "extends-twice-removed": "4:3 nothing-to-remove",
    },
    "a file for `uses` that is none": {
        "uses-text": "3:7 uses",
        "uses-a-scenario": "3:8 uses",
    },
}
