"""Completion: the words and names that may stand at the cursor, and no others."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache

from attrs import frozen
from lsprotocol import types

from constdsl.lsp.meanings import meaning
from constdsl.lsp.point import Point, comment_at, follow, point_at, symbols, title_at
from constdsl.lsp.server import ConstdslServer
from constdsl.lsp.view import View
from constdsl.model.names import ACTORS, CONDITIONS, SEATED, Declaration, Kind
from constdsl.project.configuration import installed_rules
from constdsl.render.words import clean
from constdsl.source import Span
from constdsl.syntax import tree
from constdsl.syntax.grammar import load_tables

__all__ = ["Abilities", "complete", "register"]

MOST = 200
"""Names that are offered at once; with more, only those that fit what was typed, and the editor asks again."""

_Kind = types.CompletionItemKind


@frozen
class Abilities:
    """What the editor makes of completions."""

    snippets: bool = False
    replacing: bool = False
    """Whether the editor asks people if the rest of a word is to be replaced."""


@frozen
class _Offer:
    """One completion; `order` puts them in a row, `text` is what is written in place of the word begun."""

    label: str
    kind: types.CompletionItemKind
    order: str
    detail: str | None = None
    text: str | None = None
    snippet: bool = False


def complete(view: View, offset: int, can: Abilities | None = None) -> types.CompletionList:
    """What may stand at an offset. Linear in the piece of the text before it, and in the names."""
    can = can or Abilities()
    comment = comment_at(view, offset)
    if comment is not None:
        return _listed(view, Span(offset - len(_begun_slug(comment)), offset), offset, _allowances(comment), can)
    title = title_at(view, offset)
    if title is not None:
        return _listed(view, title.inside, offset, _paths(view) if title.after == "USE" else (), can)
    point = point_at(view, offset)
    if point is None:
        return types.CompletionList(False, [])
    begun = Span(point.start, offset)
    return _listed(view, begun, offset, _words_and_names(view, point, can), can, point.end)


def _listed(
    view: View, begun: Span, offset: int, offers: Iterable[_Offer], can: Abilities, end: int | None = None
) -> types.CompletionList:
    found = list(dict.fromkeys(offers))
    more = len(found) > MOST
    if more:
        typed = view.document.text[begun.start : begun.end].casefold()
        found.sort(key=lambda offer: (_distance(offer.label.casefold(), typed), offer.order))
        del found[MOST:]
    insert = view.range(begun)
    replace = view.range(Span(begun.start, max(offset, end or 0)))
    return types.CompletionList(more, [_item(offer, insert, replace, can) for offer in found])


def _distance(label: str, typed: str) -> int:
    if label.startswith(typed):
        return 0
    return 1 if typed in label else 2


def _item(offer: _Offer, insert: types.Range, replace: types.Range, can: Abilities) -> types.CompletionItem:
    text = offer.text if offer.text is not None else offer.label
    edit: types.TextEdit | types.InsertReplaceEdit = types.TextEdit(insert, text)
    if can.replacing:
        edit = types.InsertReplaceEdit(text, insert, replace)
    return types.CompletionItem(
        offer.label,
        kind=offer.kind,
        detail=offer.detail,
        sort_text=offer.order,
        text_edit=edit,
        insert_text_format=types.InsertTextFormat.Snippet if offer.snippet else None,
        insert_text_mode=types.InsertTextMode.AdjustIndentation if offer.snippet else None,
    )


# --- comments and paths ---------------------------------------------------------------------------------------------

_ALLOW = re.compile(r"#+\s*allow\s+([\w/-]*)\Z")


def _begun_slug(comment: str) -> str:
    match = _ALLOW.match(comment)
    return match[1] if match else ""


def _allowances(comment: str) -> Iterator[_Offer]:
    if _ALLOW.match(comment):
        for rule in installed_rules()[0]:
            yield _Offer(rule.slug, _Kind.Reference, rule.slug, text=f"{rule.slug}: ")


def _paths(view: View) -> Iterator[_Offer]:
    """Other texts, as `use` names them: from the folder of this one."""
    here = posixpath.dirname(view.name)
    for name in view.documents.known():
        if name != view.name and name.endswith(".const") and name.startswith("/") == here.startswith("/"):
            path = posixpath.relpath(name, here or ".")
            yield _Offer(path, _Kind.File, f"{path.count('..')}{path}")


# --- words ----------------------------------------------------------------------------------------------------------

_ORDER = """
    may must not appoint remove nominate strike confer revoke dissolve convene enlarge extend direct declare lift
    suspend amend veto annul
    elected appointed held joining co-opted drawn to on from for nominated while vetted funded at surplus each
    by when unless with on_petition decides quorum convened every seats
    majority half unanimity more of present votes where
    and or numbering within in makes as per member candidate candidates is are can cannot together
    control choose paralyse bar block no always never anyone any only members
    choice reading article body office class status attribute act flag option unclear guarantee assume use
    constitution law statute
""".split()  # noqa: SIM905
_RANK = {word: number for number, word in enumerate(_ORDER)}

_FRACTIONS = ("two-thirds", "three-quarters", "three-fifths", "one-third", "four-fifths")
_PLURALS = ("candidates", "days", "members", "months", "sides", "terms", "votes", "years")
_FILLINGS = frozenset({"ELECTED", "APPOINTED", "HELD", "JOINING", "CO_OPTED", "DRAWN"})
_ONCE = frozenset({
    "FROM", "FOR", "NOMINATED", "WHILE", "VETTED", "FUNDED", "SURPLUS", "EACH", "WITH", "WHEN", "UNLESS", "ON_PETITION",
})  # fmt: skip
"""Words of clauses that are said once of the same seats, or of the same power."""

_TO_OPEN = ("CONSTITUTION", "LAW", "STATUTE")


def _words_and_names(view: View, point: Point, can: Abilities) -> Iterator[_Offer]:
    if point.states is None:
        # The statement cannot be understood; what stands right before may still say what is wanted.
        kinds = [word.kind for word in point.words]
        if wanted := _wanted(kinds):
            yield from _names(view, wanted, kinds, [word.text for word in point.words])
        return
    fitting = _fitting(point)
    yield from _keywords(view, point, fitting)
    beginning = next((states for states in fitting.values() if _begins(states)), None)
    if can.snippets and beginning is not None:
        inner = "article_head" in symbols(beginning)
        yield from (each for each in _SNIPPETS if not (inner and each.label.startswith("article")))
    if "NAME" in fitting:
        yield from _names_in(view, point, fitting["NAME"])
    elif "INT" in fitting and symbols(fitting["INT"])[-1:] == ["ARTICLE"]:
        yield from _articles(view)


def _fitting(point: Point) -> dict[str, list[int]]:
    """The kinds of words that may stand at a point and that one would write there, with the states that take them."""
    assert point.states is not None
    found = dict(follow(point.states))
    if any(_begins(states) for states in found.values()):
        if not point.breaks and point.words[-1].kind not in ("LBRACE", "RBRACE"):
            # A statement rarely begins within a line.
            found = {kind: states for kind, states in found.items() if not _begins(states)}
        elif point.breaks > 1:
            # After an empty line the one before is rarely carried on.
            found = {kind: states for kind, states in found.items() if _begins(states)}
    done = _said(point) | _too_early(point)
    if not point.opens:
        done.update(_TO_OPEN)
    return {kind: states for kind, states in found.items() if kind not in done}


def _said(point: Point) -> set[str]:
    """The words of clauses that have been said already, of the seats or of the power that is spoken of."""
    said: set[str] = set()
    for word in reversed(point.words):
        if word.kind in ("SEATS", "LBRACE", "RBRACE"):
            break
        if word.kind in ("MAY", "MUST"):
            return said & {*_ONCE, "BY"}
        said.add(word.kind)
    return (said & _ONCE) | (_FILLINGS if said & _FILLINGS else set())


def _begins(states: Sequence[int]) -> bool:
    """Whether what comes next begins a statement."""
    return load_tables().states[states[-1]].get("STATUS", -1) >= 0


def _keywords(view: View, point: Point, fitting: dict[str, list[int]]) -> Iterator[_Offer]:
    last = point.words[-1] if point.words else None
    if last is not None and last.kind == "NAME" and "AT_LEAST_SIGN" in fitting:
        for declaration in view.declarations(last.text)[:1]:
            if isinstance(declaration.statement, tree.AttributeDecl):
                signs = ("=", "!=") if declaration.statement.values else (">=", "<=", "=", "!=", ">", "<")
                for rank, sign in enumerate(signs):
                    yield _Offer(sign, _Kind.Operator, f"0{rank}")
                return
            if declaration.kind not in SEATED:
                fitting = {kind: states for kind, states in fitting.items() if kind != "IS"}
    number = last.text if last is not None and last.kind in ("INT", "DECIMAL") else None
    spelled = _spellings()
    words = {spelled[kind] for kind in fitting if kind in spelled}
    for kind, states in fitting.items():
        if kind == "FRACTION_WORD":
            for rank, fraction in enumerate(_FRACTIONS):
                yield _Offer(fraction, _Kind.Value, f"1{_RANK['half']:03}{rank}")
        word = spelled.get(kind)
        if word is None or (f"{word}s" in words and number not in (None, "1")):
            continue
        if word in _PLURALS and word[:-1] in words and number in (None, "1"):
            continue
        order = f"{3 if _begins(states) else 1}{_RANK.get(word.replace(' ', '_'), 999):03}"
        for phrase in _phrases(kind, states):
            yield _Offer(phrase, _Kind.Keyword, order, meaning(kind))


def _too_early(point: Point) -> set[str]:
    """What limits a power may not stand right after its verb: first comes to whom or to what it is done. (It may in
    `veto remove` and in promises, where leaving that out means all.)"""
    kinds = [word.kind for word in point.words[-2:]]
    if len(kinds) == 2 and kinds[0] in ("MAY", "MUST", "NOT") and kinds[1] in _TO_SOMETHING:
        return {"BY", "WHEN", "UNLESS", "WITH", "ON_PETITION", "TO", "FOR", "FROM"}
    return set()


_TO_SOMETHING = frozenset({
    "APPOINT", "REMOVE", "NOMINATE", "STRIKE", "DISSOLVE", "CONVENE", "ENLARGE", "EXTEND", "DIRECT",
})  # fmt: skip


@cache
def _spellings() -> dict[str, str]:
    return {kind: word for word, kind in load_tables().keywords.items()} | {"ON_PETITION": "on petition"}


def _phrases(kind: str, states: Sequence[int], depth: int = 4) -> list[str]:
    """A keyword with those that must follow it: `with consent of`; each way, where there are two."""
    spelled = _spellings()
    word = spelled[kind]
    after = [*states, load_tables().states[states[-1]][kind]]
    following = list(follow(after))
    if not depth or not 0 < len(following) <= 2 or any(other not in spelled for other, _ in following):
        return [word]
    return [f"{word} {rest}" for other, inner in following for rest in _phrases(other, inner, depth - 1)]


# --- names ----------------------------------------------------------------------------------------------------------

_STATUS, _FLAG, _ACT = frozenset({Kind.STATUS}), frozenset({Kind.FLAG}), frozenset({Kind.ACT})
_OFFICE, _CLASS, _ANYTHING_TRUE = frozenset({Kind.OFFICE}), frozenset({Kind.CLASS}), CONDITIONS | {Kind.ATTRIBUTE}

_WANTED: dict[tuple[str, ...], frozenset[Kind]] = {
    ("WITHIN",): _STATUS, ("MAKES",): _STATUS, ("CONFER",): _STATUS, ("REVOKE",): _STATUS,
    ("ARE",): _STATUS, ("ref", "IS"): _STATUS,
    ("DECLARE",): _FLAG, ("LIFT",): _FLAG, ("DURING",): _FLAG,
    ("MAY",): _ACT, ("MUST",): _ACT, ("MUST", "NOT"): _ACT, ("VETO",): _ACT, ("ANNUL",): _ACT, ("CAN",): _ACT,
    ("CANNOT",): _ACT, ("BLOCK",): _ACT,
    ("ANY",): _ANYTHING_TRUE, ("WHEN",): _ANYTHING_TRUE, ("UNLESS",): _ANYTHING_TRUE, ("WHERE",): _ANYTHING_TRUE,
    ("WHILE",): _ANYTHING_TRUE, ("FROM",): _ANYTHING_TRUE, ("ALWAYS",): _ANYTHING_TRUE, ("NEVER",): _ANYTHING_TRUE,
    ("NOT",): _ANYTHING_TRUE, ("AND",): _ANYTHING_TRUE, ("OR",): _ANYTHING_TRUE, ("LPAR",): _ANYTHING_TRUE,
    ("CLASS", "NAME", "COLON"): _ANYTHING_TRUE, ("CLASS", "NAME", "STRING", "COLON"): _ANYTHING_TRUE,
    ("GUARANTEE", "STRING", "COLON"): ACTORS, ("ref", "AND"): ACTORS, ("__coalition_star", "AND"): ACTORS,
    ("STRIKE", "FROM"): SEATED, ("STRIKE", "selector", "FROM"): SEATED, ("BAR", "selector", "FROM"): SEATED | _ACT,
    ("HELD", "BY"): _OFFICE, ("BY",): ACTORS, ("JOINING",): SEATED, ("INT", "PER", "INT", "OF"): _CLASS,
    ("MEMBER", "OF"): SEATED, ("MEMBERS", "OF"): SEATED, ("_quantity", "OF"): SEATED, ("OF",): ACTORS,
    ("TO",): SEATED, ("FOR",): SEATED, ("DISSOLVE",): SEATED, ("CONVENE",): SEATED, ("ENLARGE",): SEATED,
    ("EXTEND",): SEATED, ("DIRECT",): ACTORS, ("CONTROL",): ACTORS, ("PARALYSE",): SEATED, ("BUT",): ACTORS,
    ("ONLY",): ACTORS, ("TOGETHER", "WITH"): SEATED, ("WITH",): ACTORS,
}  # fmt: skip
"""Which kinds of names fit after these symbols of the grammar; the longest that fits counts."""


def _wanted(before: Sequence[str]) -> frozenset[Kind] | None:
    """The kinds of names that fit after some symbols."""
    rest = list(before)
    while rest and rest[-1] == "COMMA":
        # One of several: what fits the first fits all.
        rest.pop()
        while rest and (not rest[-1].isupper() or rest[-1] in ("NAME", "DOT", "COMMA")):
            rest.pop()
    for length in range(min(4, len(rest)), 0, -1):
        found = _WANTED.get(tuple(rest[-length:]))
        if found is not None:
            return found
    return None


def _names_in(view: View, point: Point, states: list[int]) -> Iterator[_Offer]:
    """The names that fit where the parser takes a name in these states."""
    if _begins(states):
        yield from _of_kinds(view, ACTORS, "4")
        yield from _of_kinds(view, _STATUS, "5")
        return
    before = symbols(states)
    wanted = _wanted(before)
    yield from _names(view, wanted, before, [word.text for word in point.words])
    if wanted == _ANYTHING_TRUE:
        for offer in _of_kinds(view, SEATED, "5"):
            yield _Offer(f"{offer.label} is sitting", offer.kind, offer.order, offer.detail)


def _names(
    view: View, wanted: frozenset[Kind] | None, before: Sequence[str], texts: Sequence[str]
) -> Iterator[_Offer]:
    owner = texts[-2] if len(texts) > 1 else ""
    if before[-1:] == ["DOT"]:
        for group in view.look.names.group_names(owner):
            yield _Offer(group, _Kind.Property, f"0{group}", f"group of seats of {owner}")
    elif before[-1:] in (["EQUAL"], ["NOT_EQUAL"]):
        for declaration in view.declarations(owner):
            if isinstance(declaration.statement, tree.AttributeDecl):
                for rank, value in enumerate(declaration.statement.values):
                    yield _Offer(value.text, _Kind.EnumMember, f"0{rank:03}", f"value of {owner}")
    elif wanted is not None:
        yield from _of_kinds(view, wanted, "0")


_SHOWN = {
    Kind.STATUS: _Kind.EnumMember, Kind.ATTRIBUTE: _Kind.Field, Kind.ACT: _Kind.Method, Kind.CLASS: _Kind.Class,
    Kind.BODY: _Kind.Class, Kind.OFFICE: _Kind.Class, Kind.FLAG: _Kind.Event,
}  # fmt: skip


def _of_kinds(view: View, kinds: frozenset[Kind], order: str) -> Iterator[_Offer]:
    for name, declarations in view.look.names.declarations.items():
        first: Declaration = declarations[0]
        if first.kind in kinds:
            title = getattr(first.statement, "title", None)
            detail = f"{first.kind} “{clean(title)}”" if title else str(first.kind)
            yield _Offer(name, _SHOWN[first.kind], f"{order}{name}", detail)


def _articles(view: View) -> Iterator[_Offer]:
    for number, places in view.look.names.articles.items():
        statement = places[0].statement
        title = statement.title if isinstance(statement, tree.Article) else None
        digits = number.rstrip("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")
        yield _Offer(number, _Kind.Reference, f"0{digits:>12}{number}", f"“{clean(title)}”" if title else None)


# --- whole statements -----------------------------------------------------------------------------------------------


def _snippet(number: int, label: str, text: str) -> _Offer:
    return _Offer(label, _Kind.Snippet, f"2{number:02}", text=text, snippet=True)


_SNIPPETS = tuple(
    _snippet(number, label, text)
    for number, (label, text) in enumerate((
        ("X may …", "${1:Council} may ${2:dissolve} ${3:Assembly}"),
        ("X must not …", "${1:Council} must not ${2:dissolve} ${3:Assembly}"),
        ("body … { }", "body ${1:Council} {\n\tseats ${2:9} elected by ${3:Electors} for ${4:4} years\n}"),
        ("office … { }", "office ${1:President} { elected by ${2:Electors} for ${3:4} years }"),
        ("class … : condition", "class ${1:Electors}: ${2:anyone}"),
        ("status …", "status ${1:citizen}"),
        ("attribute … in years", "attribute ${1:age} in years"),
        ("attribute … : values", "attribute ${1:origin}: ${2:one}, ${3:other}"),
        ("act …", "act ${1:assemble}"),
        ("flag …", "flag ${1:emergency}"),
        ("article … { }", "article ${1:1} \"${2:Title}\" {\n\t$0\n}"),
        ("guarantee … nobody alone can", "guarantee \"${1:Title}\": no body alone can control ${2:Council}"),
        ("guarantee … cannot", "guarantee \"${1:Title}\": ${2:Council} cannot control ${3:Assembly}"),
        ("guarantee … can", "guarantee \"${1:Title}\": ${2:Electors} can remove any member of ${3:Council}"),
        ("option … { choices }", "option ${1:name} {\n\tchoice ${2:one} {\n\t\t$0\n\t}\n\tchoice ${3:other} { }\n}"),
        ("unclear … { readings }",
         "unclear \"${1:words}\" {\n\treading ${2:narrow} { }\n\treading ${3:wide} {\n\t\t$0\n\t}\n}"),
    ))
)  # fmt: skip


# --- the editor -----------------------------------------------------------------------------------------------------


def _abilities(server: ConstdslServer) -> Abilities:
    document = server.client_capabilities.text_document
    completion = document.completion if document is not None else None
    item = completion.completion_item if completion is not None else None
    if item is None:
        return Abilities()
    snippets = bool(item.snippet_support) and not server.session.settings.own_snippets
    return Abilities(snippets, bool(item.insert_replace_support))


def register(server: ConstdslServer) -> None:
    """Answer the editor."""

    @server.feature(
        types.TEXT_DOCUMENT_COMPLETION,
        types.CompletionOptions(trigger_characters=[".", '"', "/"], resolve_provider=False),
    )
    def answer(params: types.CompletionParams) -> types.CompletionList:
        view = server.view(params.text_document.uri)
        if view is None:
            return types.CompletionList(False, [])
        return complete(view, view.offset(params.position), _abilities(server))
