"""Signature help: the form of the statement that is being written, with the part in hand brought out."""

from __future__ import annotations

from collections.abc import Sequence

from attrs import evolve, frozen
from lsprotocol import types

from constdsl.lsp.point import point_at, symbols
from constdsl.lsp.server import ConstdslServer
from constdsl.lsp.view import View

__all__ = ["help_at", "register"]


@frozen
class _Part:
    """A part of a form. It is in hand after any of these symbols of the grammar, until another part is."""

    text: str
    after: tuple[str, ...] = ()
    about: str = ""


@frozen
class _Form:
    """How a statement is put together, from its first word on."""

    parts: tuple[_Part, ...]
    about: str

    @property
    def label(self) -> str:
        """The form on one line."""
        return " ".join(part.text for part in self.parts)


_P = _Part
_OF_A_POWER = (
    _P("[by THRESHOLD]", ("BY", "by_threshold"), "how many must agree: `majority`, `two-thirds`, `60% of present`"),
    _P("[when CONDITION]", ("WHEN", "when"), "only then"),
    _P("[unless CONDITION]", ("UNLESS", "unless"), "not then"),
    _P("[with consent of Y, …]", ("WITH", "with_consent"), "each of them must agree"),
    _P("[on petition of N%]", ("ON_PETITION", "on_petition"), "so many must ask first"),
)
_WHO = "a body, an office, a class, a group of seats, `any CONDITION` or `anyone`"
_OF_SEATS = (
    _P("[from CONDITION]", ("FROM", "from_clause"), "what somebody must be to be chosen"),
    _P("[while CONDITION]", ("WHILE", "while_clause"), "what somebody must be to keep the seat"),
    _P("[nominated by X, …]", ("NOMINATED", "nominated"), "who puts up candidates; `anyone` leaves it open"),
    _P("[vetted by X, …]", ("VETTED", "vetted"), "who may refuse a candidate"),
    _P("[with consent of X, …]", ("CONSENT", "consent_clause"), "who must agree"),
    _P("[funded by X, …]", ("FUNDED", "funded"), "whose means a candidate needs"),
    _P("[at least N candidates]", ("LEAST", "at_least"), "the fewest names on the ballot"),
    _P("[at most N candidates]", ("MOST",), "the most names on the ballot"),
    _P("[surplus settled by X]", ("SURPLUS", "surplus"), "who shortens the list"),
    _P("[each naming at most N]", ("EACH", "each_naming"), "how many names one nominator may give"),
    _P("[by secret ballot | by open vote]", ("SECRET", "OPEN", "ballot"), "how votes are cast"),
    _P("[for N years | for life]", ("FOR", "term"), "how long a seat is held"),
    _P("[at most N terms [together with B, …]]", ("TERM", "TERMS"), "how often one person may serve"),
)
_FILLED = _P(
    "elected by X, … | appointed by X | held by O, … | joining B, … | co-opted | drawn by lot",
    ("_seat_count", "ELECTED", "APPOINTED", "HELD", "JOINING", "CO_OPTED", "DRAWN", "elected", "appointed", "held"),
    "how the seats are filled",
)
_MEETING = "[decides by THRESHOLD] [quorum THRESHOLD] [convened by X, …]"
_ACT = _P("ACT", ("MAY", "NOT"), "what may be done: `remove any member of B`, `declare FLAG`, …")
_GOAL = _P(
    "GOAL", ("CAN", "CANNOT"),
    "`control B`, `choose the candidates for B`, `paralyse B`, `bar SOMEBODY from B`, or an act",
)  # fmt: skip
_NAME = _P("NAME", about="one word, in any script")

_MAY = _Form((_P("X", about=_WHO), _P("may"), _ACT, *_OF_A_POWER), "A power.")
_MUST = _Form(
    (_P("X", about=_WHO), _P("must [not]"), evolve(_ACT, after=("MUST", "NOT")), *_OF_A_POWER),
    "A duty, or with `not` a prohibition.",
)
_ONLY = _Form((_P("only X", ("ONLY",), _WHO), _P("may"), _ACT, *_OF_A_POWER), "A power that nobody else has.")
_OF_ARTICLES = (
    _Form((_P("article N is suspended during"), _P("FLAG", ("IS", "SUSPENDED", "DURING"))), "It lapses in that time."),
    _Form((_P("article N prevails over"), _P("article M", ("PREVAILS", "OVER"))), "The first counts, not the second."),
    _Form((_P("article N is"), _P("entrenched", ("IS", "ENTRENCHED"))), "`amend any article` does not reach it."),
)
_MODES = _P("[in voting, nominating, standing]", ("IN",), "in which matters; without it, in all three")

_FORMS: dict[str, tuple[_Form, ...]] = {
    "STATUS": (_Form((
        _P("status"), evolve(_NAME, after=("STATUS",)), _P('["TITLE"]', ("STRING",)),
        _P("[within STATUS]", ("WITHIN",), "whoever has the one has the other"),
    ), "Something a person is or is not."),),
    "ATTRIBUTE": (
        _Form((
            _P("attribute"), evolve(_NAME, after=("ATTRIBUTE",)), _P('["TITLE"]', ("STRING",)),
            _P("in years", ("IN",), "`years`, `months` or `days`"),
        ), "A number about a person."),
        _Form((
            _P("attribute"), evolve(_NAME, after=("ATTRIBUTE",)), _P('["TITLE"]', ("STRING",)),
            _P(": VALUE, VALUE, …", ("COLON",), "the words that may stand for it"),
        ), "One of several words about a person."),
    ),
    "ACT": (_Form((
        _P("act"), evolve(_NAME, after=("ACT",)), _P('["TITLE"]', ("STRING",)),
        _P("[makes STATUS]", ("MAKES",), "what whoever does it becomes"),
    ), "Something that can be done, and for which the language has no word."),),
    "CLASS": (_Form((
        _P("class"), evolve(_NAME, after=("CLASS",)), _P('["TITLE"]', ("STRING",)),
        _P(": CONDITION", ("COLON",), "`STATUS`, `age >= 18`, `member of B`, with `and`, `or`, `not`"),
        _P("[numbering N]", ("NUMBERING",), "how many they are"),
    ), "Everybody of whom a condition is true."),),
    "FLAG": (_Form((
        _P("flag"), evolve(_NAME, after=("FLAG",)), _P('["TITLE"]', ("STRING",)),
        _P("[while CONDITION]", ("WHILE",), "it falls as soon as this is not true"),
    ), "A state of affairs that is declared and lifted."),),
    "BODY": (_Form((
        _P("body"), evolve(_NAME, after=("BODY",)), _P('["TITLE"]', ("STRING",)),
        _P(f"{{ seats N … {_MEETING} }}", ("LBRACE",), "groups of seats, then how it decides and meets"),
    ), "People who decide by vote."),),
    "OFFICE": (_Form((
        _P("office"), evolve(_NAME, after=("OFFICE",)), _P('["TITLE"] {', ("STRING",)),
        evolve(_FILLED, after=(*_FILLED.after, "LBRACE"), about="how the office is filled"), *_OF_SEATS,
        _P(f"{_MEETING} }}"),
    ), "A body of one seat."),),
    "SEATS": (_Form((
        _P("seats"), _P("N | N per M of CLASS", ("SEATS", "PER"), "how many"), _P("[as NAME]", ("AS",), "its name"),
        _FILLED, *_OF_SEATS,
    ), "A group of seats."),),
    "JOINING": (_Form((_P("joining"), _P("B, …", ("JOINING",)), *_OF_SEATS), "Bodies that sit together."),),
    "DECIDES": (_Form((
        _P("decides by"), _P("THRESHOLD", ("DECIDES", "BY"), "`majority`, `two-thirds`, `60% of present`"),
    ), "What the body needs where no rule says otherwise."),),
    "QUORUM": (_Form((
        _P("quorum"), _P("THRESHOLD", ("QUORUM",), "`majority`, `21 votes`"),
    ), "How many must be there."),),
    "CONVENED": (_Form((
        _P("convened by"), _P("X, …", ("CONVENED", "BY"), "who calls it"),
        _P("[every N years]", ("EVERY",), "how often it meets at least"),
    ), "Without this, the body meets by right."),),
    "MAY": (_MAY,), "MUST": (_MUST,), "ONLY": (_ONLY,),
    "article_ref": _OF_ARTICLES,
    "ARTICLE": (
        _Form((
            _P("article"), _P("N", ("ARTICLE",), "a number, perhaps with a letter: `6`, `12a`"),
            _P('["TITLE"]', ("STRING",)), _P("[unpublished]", ("UNPUBLISHED",)), _P("{ … }"),
        ), "Rules under one number."),
        *_OF_ARTICLES,
    ),
    "IS": (_Form((
        _P("S is bound by"), _P("B", ("IS", "BOUND", "BY"), "whom they must follow"), _MODES,
    ), "Whoever has the status S follows B."),),
    "MEMBERS": (
        _Form((
            _P("members of"), _P("B", ("MEMBERS", "OF")), _P("are bound by"), _P("D", ("BOUND", "BY")), _MODES,
        ), "The members of B follow D."),
        _Form((_P("members of"), _P("B", ("MEMBERS", "OF")), _P("are free", ("ARE",))), "Nobody instructs them."),
    ),
    "ASSUME": (_Form((
        _P("assume"), _P("N% | N members", ("ASSUME",)), _P("of B", ("_quantity", "OF")),
        _P("are STATUS | side with X", ("ARE", "IS", "SIDE", "SIDES", "WITH")),
    ), "A fact that the text does not decide."),),
    "OPTION": (_Form((
        _P("option"), evolve(_NAME, after=("OPTION",)), _P('["TITLE"]', ("STRING",)),
        _P("{ choice NAME … { … } … }", ("LBRACE",), "the first choice is the one that counts by itself"),
    ), "Several wordings to compare."),),
    "CHOICE": (_Form((
        _P("choice"), evolve(_NAME, after=("CHOICE",)), _P('["TITLE"]', ("STRING",)), _P("{ … }"),
    ), "One wording of the option."),),
    "UNCLEAR": (_Form((
        _P("unclear"), _P('"WORDS"', ("UNCLEAR",), "the words that are not clear"),
        _P("[interpreted by X]", ("INTERPRETED",), "who says how they are read"),
        _P("[with consent of Y, …]", ("WITH",), "who must agree"),
        _P("{ reading NAME … { … } … }", ("LBRACE",)),
    ), "Words that can be read in several ways."),),
    "READING": (_Form((
        _P("reading"), evolve(_NAME, after=("READING",)), _P('["TITLE"]', ("STRING",)), _P("{ … }"),
    ), "One way to read the words."),),
    "GUARANTEE": (
        _Form((
            _P("guarantee"), _P('"TITLE":', ("GUARANTEE",)),
            _P("X [and Y together] | no body alone | no two bodies together", ("COLON",), "who"),
            _P("can | cannot", ("coalition", "every_coalition", "ALONE", "TOGETHER")), _GOAL,
            _P("[within N years]", ("WITHIN",), "only what happens in this time counts"),
        ), "A promise about what somebody can or cannot bring about."),
        _Form((
            _P("guarantee"), _P('"TITLE":', ("GUARANTEE",)),
            _P("always | never", ("COLON",)), _P("CONDITION", ("ALWAYS", "NEVER"), "about any one person"),
        ), "A promise about every person."),
    ),
    "USE": (_Form((_P("use"), _P('"FILE.const"', ("USE",), "the path from this file")), "Joins another text."),),
}  # fmt: skip
"""The forms of statements, by the symbol of the grammar that tells which it is."""

_ACTS = {
    "APPOINT": "appoint SOMEBODY to B", "REMOVE": "remove SOMEBODY", "NOMINATE": "nominate SOMEBODY for B",
    "STRIKE": "strike SOMEBODY from B", "CONFER": "confer STATUS on SOMEBODY", "REVOKE": "revoke STATUS from SOMEBODY",
    "DISSOLVE": "dissolve B", "CONVENE": "convene B", "ENLARGE": "enlarge B", "EXTEND": "extend B",
    "DIRECT": "direct B", "DECLARE": "declare FLAG", "LIFT": "lift FLAG", "SUSPEND": "suspend article N",
    "AMEND": "amend article N | amend any article", "VETO": "veto ACT", "ANNUL": "annul ACT", "CONTROL": "control B",
    "CHOOSE": "choose the candidates for B", "PARALYSE": "paralyse B", "BAR": "bar SOMEBODY from B",
    "BLOCK": "block ACT",
}  # fmt: skip
_SOMEBODY = "SOMEBODY is `any CONDITION`, `any member of B`, `any candidate for B` or `anyone`"


def help_at(view: View, offset: int, offsets: bool = True) -> types.SignatureHelp | None:
    """The form of the statement at an offset. `offsets`: whether the editor takes parts as places in the label."""
    point = point_at(view, offset)
    if point is None or point.states is None or point.breaks > 1:
        return None
    read = _statement(symbols(point.states))
    key = next((symbol for symbol in read if symbol in _FORMS), None)
    if key is None:
        return None
    forms = [_with_act(form, [word.kind for word in point.words]) for form in _FORMS[key]]
    active = [_in_hand(form, read) for form in forms]
    best = max(range(len(forms)), key=lambda number: (active[number][0], -number))
    signatures = [
        types.SignatureInformation(
            form.label, form.about, [_parameter(form, part, offsets) for part in range(len(form.parts))], at
        )
        for form, (_, at) in zip(forms, active, strict=True)
    ]
    return types.SignatureHelp(signatures, best, active[best][1])


def _statement(read: list[str]) -> list[str]:
    """What was read of the innermost statement or group of seats; with its head, where nothing in it is begun."""
    for index in range(len(read) - 1, -1, -1):
        symbol = read[index]
        if symbol.startswith(_SEVERAL):
            if index < len(read) - 1:
                return read[index + 1 :]
            if not symbol.startswith("__body"):
                return []
        elif symbol == "LBRACE":
            inner = [each for each in read[index + 1 :] if not each.startswith("__body")]
            # The clauses of an office stand in it directly; what one has begun there belongs to its own form.
            return inner if any(each in _FORMS for each in inner) else [*_head(read, index), *inner]
    return read


_SEVERAL = ("__piece_star", "__article_star", "__body_decl_star", "__option_star", "__unclear_star")


def _head(read: list[str], brace: int) -> list[str]:
    """What stands before a brace and belongs to it, with the brace."""
    start = brace - 1
    while start >= 0 and read[start] not in _FORMS:
        if read[start] == "LBRACE" or start == 0:
            return []
        start -= 1
    return read[start : brace + 1]


def _with_act(form: _Form, kinds: Sequence[str]) -> _Form:
    """The form with the act that is being written spelled out in place of `ACT` or `GOAL`."""
    verbs: list[str] = []
    for kind in reversed(kinds):
        if kind in _BEFORE_ACTS or kind in ("LBRACE", "RBRACE"):
            break
        if kind in _ACTS:
            verbs.insert(0, kind)
    if not verbs:
        return form
    text = _ACTS[verbs[0]]
    for verb in verbs[1:]:
        text = text.replace("ACT", _ACTS[verb])
    about = "SOMEBODY is `any CONDITION`, `any member of B` or `anyone`" if "SOMEBODY" in text else ""
    parts = (
        evolve(part, text=text, after=(*part.after, *verbs), about=about) if part.text in ("ACT", "GOAL") else part
        for part in form.parts
    )
    return evolve(form, parts=tuple(parts))


_BEFORE_ACTS = ("MAY", "MUST", "CAN", "CANNOT")


def _in_hand(form: _Form, read: Sequence[str]) -> tuple[int, int]:
    """How far one has got in what was read by this form, and the part that is in hand."""
    far, active = -1, 0
    for place, symbol in enumerate(read):
        for number, part in enumerate(form.parts):
            if symbol in part.after:
                far, active = place, number
    return far, active


def _parameter(form: _Form, number: int, offsets: bool) -> types.ParameterInformation:
    part = form.parts[number]
    start = len(" ".join(["", *(each.text for each in form.parts[:number])])) if number else 0
    label = (start, start + len(part.text)) if offsets else part.text
    return types.ParameterInformation(label, part.about or None)


# --- the editor -----------------------------------------------------------------------------------------------------


def register(server: ConstdslServer) -> None:
    """Answer the editor."""

    @server.feature(
        types.TEXT_DOCUMENT_SIGNATURE_HELP,
        types.SignatureHelpOptions(trigger_characters=[" "], retrigger_characters=[","]),
    )
    def answer(params: types.SignatureHelpParams) -> types.SignatureHelp | None:
        view = server.view(params.text_document.uri)
        if view is None:
            return None
        offset = view.offset(params.position)
        context = params.context
        typed = context is not None and context.trigger_kind is types.SignatureHelpTriggerKind.TriggerCharacter
        if typed and not (context and context.is_retrigger) and not _after_keyword(view, offset):
            return None
        document = server.client_capabilities.text_document
        able = document.signature_help if document is not None else None
        information = able.signature_information if able is not None else None
        parameter = information.parameter_information if information is not None else None
        return help_at(view, offset, bool(parameter and parameter.label_offset_support))


def _after_keyword(view: View, offset: int) -> bool:
    """Whether the word before the cursor is one of the language: a space after a name calls for no help."""
    point = point_at(view, offset)
    if point is None or not point.words:
        return False
    return point.words[-1].kind not in ("NAME", "STRING", "INT", "DECIMAL", "LBRACE", "RBRACE", "COMMA")
