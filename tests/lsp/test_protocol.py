"""Conversations with a real server, over its pipes, as editors hold them."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

pytest.importorskip("pygls", reason="the language server needs pygls")
pytest.importorskip("pytest_lsp", reason="conversations are held by pytest-lsp")

import pytest_asyncio
import pytest_lsp
from lsprotocol import types

from constdsl.lsp.positions import Lines
from tests.lsp.editor import Editor, begin, make_editor

pytestmark = [
    pytest.mark.asyncio(loop_scope="module"),
    pytest.mark.filterwarnings("error::pytest_lsp.LspSpecificationWarning"),
]

CONFIG = pytest_lsp.ClientServerConfig([sys.executable, "-m", "constdsl", "lsp"], make_editor)

CLUB = """\
constitution "The Chess Club"
status player
class Meeting: player
body Committee { seats 7 elected by Meeting from player for 1 year }
Meeting may remove any member of Committee
Committee may confer player on anyone
Committee may revoke player from any player by two-thirds
guarantee "The members decide": Committee cannot control Meeting
"""
FLOW = "discipline/circular-flow"
CLAUSE = "Committee may revoke player from any player by two-thirds"
DECIDE = "guarantee 1 The members decide"


@pytest_lsp.fixture(config=CONFIG, scope="module")
async def server(client: Editor) -> AsyncIterator[None]:
    """A server that several conversations share, one after the other."""
    await begin(client, pytest_lsp.client_capabilities("visual_studio_code"))
    yield
    await client.shutdown_session()


@pytest_asyncio.fixture(loop_scope="module")
async def client(server: Editor) -> AsyncIterator[Editor]:
    """An editor without open texts."""
    server.said.clear()
    server.diagnostics.clear()
    server.messages.clear()
    yield server
    server.hide()


# --- editors ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("editor", "encoding"),
    [
        ("neovim@v0.7.0", "utf-16"), ("neovim@latest", "utf-8"), ("visual_studio_code", "utf-16"),
        ("emacs", "utf-32"), ("helix", "utf-8"),
    ],
)  # fmt: skip
async def test_editors_are_served_in_the_units_that_they_count_in(editor: str, encoding: str) -> None:
    if editor == "helix":  # which pytest-lsp does not know: it offers all three, and speaks UTF-8 rather
        general = types.GeneralClientCapabilities(position_encodings=["utf-8", "utf-32", "utf-16"])
        capabilities = types.ClientCapabilities(general=general)
    else:
        capabilities = pytest_lsp.client_capabilities(editor)
    client = await CONFIG.start()
    assert isinstance(client, Editor)
    result = await begin(client, capabilities)
    assert result.capabilities.position_encoding == encoding
    uri = "file:///texts/a.const"
    client.show(uri, 'status player "\U0001d54f é" class \U0001d54fA: plaeyr\n')
    await client.settle()
    assert ("names/unknown", "plaeyr") in client.found(uri)
    client.type(uri, "plaeyr", "player")
    await client.settle()
    assert [slug for slug, _ in client.found(uri) if slug == "names/unknown"] == []
    await client.shutdown_session()
    await client.stop()


# --- what is wrong ------------------------------------------------------------------------------------------------


async def test_findings_come_with_the_version_they_are_for(client: Editor) -> None:
    uri = "file:///texts/versions.const"
    client.show(uri, CLUB)
    await client.settle()
    assert client.said_of(uri)[-1].version == client.versions[uri]
    assert (FLOW, CLAUSE) in client.found(uri)
    client.type(uri, "by two-thirds", "with consent of Meeting")
    await client.settle()
    assert client.said_of(uri)[-1].version == client.versions[uri]
    assert client.found(uri) == []


async def test_a_finding_names_its_page_its_other_places_and_its_source(client: Editor) -> None:
    uri = "file:///texts/page.const"
    client.show(uri, CLUB)
    await client.settle()
    (found,) = [each for each in client.diagnostics[uri] if each.code == FLOW]
    assert found.source == "constdsl"
    assert found.severity == types.DiagnosticSeverity.Error
    assert found.code_description is not None
    assert found.code_description.href.startswith("file:///")
    page = Path(found.code_description.href.removeprefix("file://"))
    assert page.read_text("utf-8").startswith("# ")
    (other,) = found.related_information or ()
    lines = Lines(CLUB)
    assert other.location.uri == uri
    span = lines.span(other.location.range)
    assert CLUB[span.start : span.end] == "elected by Meeting"
    assert other.message == "Meeting chooses it"


async def test_mistakes_are_told_before_the_analysis_and_its_findings_stay_as_they_were(client: Editor) -> None:
    uri = "file:///texts/broken.const"
    client.show(uri, f"{CLUB}class Guests: plaeyr\n")
    await client.settle("read", "analysed", "settled")
    first = client.said_of(uri)[0]
    assert [each.code for each in first.diagnostics] == ["names/unknown"]
    await client.settle()
    # One article that is wrong does not take away what is found in the others.
    assert client.found(uri) == [(FLOW, CLAUSE), ("names/unknown", "plaeyr")]


async def test_no_finding_of_a_text_is_said_of_the_text_after_it(client: Editor) -> None:
    uri = "file:///texts/typing.const"
    client.show(uri, CLUB)
    await client.settle()
    harmful = {client.versions[uri]}
    for turn in range(12):
        before, after = ("by two-thirds", "with consent of Meeting") if turn % 2 == 0 else (
            "with consent of Meeting", "by two-thirds")  # fmt: skip
        client.type(uri, before, after)
        if turn % 2:
            harmful.add(client.versions[uri])
        # So that the analysis of the text before is now under way, now done, and now not begun.
        await asyncio.sleep(0.02 * turn)
    await client.settle()
    for said in client.said_of(uri):
        if any(each.code == FLOW for each in said.diagnostics):
            assert said.version in harmful


async def test_a_text_that_is_used_counts_as_it_stands_in_the_editor(client: Editor, tmp_path: Path) -> None:
    clauses, promise = CLUB.split("guarantee")
    (tmp_path / "club.const").write_text(clauses, "utf-8")
    (tmp_path / "root.const").write_text(f'use "club.const"\nguarantee{promise}', "utf-8")
    root, club = ((tmp_path / name).as_uri() for name in ("root.const", "club.const"))
    client.show(root, (tmp_path / "root.const").read_text("utf-8"))
    await client.settle()
    lens, *_ = await lenses(client, root)
    assert lens == "broken by Committee in 2 steps: show history"
    client.show(club, clauses.replace("by two-thirds", "with consent of Meeting"))
    await client.settle()
    lens, *_ = await lenses(client, root)
    assert lens == "holds: show"
    client.hide(club)
    await client.settle()
    lens, *_ = await lenses(client, root)
    assert lens == "broken by Committee in 2 steps: show history"


async def test_findings_in_a_used_text_stand_there(client: Editor, tmp_path: Path) -> None:
    (tmp_path / "club.const").write_text(CLUB, "utf-8")
    root, club = ((tmp_path / name).as_uri() for name in ("root.const", "club.const"))
    client.show(root, 'use "club.const"\n')
    await client.settle()
    assert [each.code for each in client.diagnostics[club]] == [FLOW]
    assert FLOW not in [each.code for each in client.diagnostics[root]]


async def test_a_closed_text_has_no_findings_any_more(client: Editor) -> None:
    uri = "file:///texts/closed.const"
    client.show(uri, CLUB)
    await client.settle()
    assert client.diagnostics[uri]
    client.hide(uri)
    await client.until(lambda: not client.diagnostics[uri])


async def test_only_the_blocks_of_markdown_are_read(client: Editor) -> None:
    uri = "file:///texts/page.md"
    client.show(uri, f"# Club\n\nclass plaeyr\n\n```const\n{CLUB}```\n", "markdown")
    await client.settle()
    assert client.found(uri) == [(FLOW, CLAUSE)]


async def test_a_text_that_is_nowhere_on_the_disk_is_served(client: Editor) -> None:
    uri = "untitled:Untitled-1"
    client.show(uri, f"{CLUB}class Guests: plaeyr\n")
    await client.settle()
    assert client.found(uri) == [(FLOW, CLAUSE), ("names/unknown", "plaeyr")]


async def test_changes_far_outside_the_text_go_to_its_end(client: Editor) -> None:
    uri = "file:///texts/far.const"
    client.show(uri, "status player\n")
    far = types.Position(10_000, 10_000)
    change = types.TextDocumentContentChangePartial(types.Range(far, far), "status guest, x")
    client.tell(uri, "status player\nstatus guest, x", [change])
    await client.settle()
    assert ("syntax/unexpected-word", ",") in client.found(uri)


# --- verdicts -----------------------------------------------------------------------------------------------------


async def lenses(client: Editor, uri: str) -> list[str]:
    """The lines above promises and options."""
    found = await client.text_document_code_lens_async(types.CodeLensParams(types.TextDocumentIdentifier(uri)))
    return [lens.command.title for lens in found or () if lens.command is not None]


async def test_the_verdict_stands_above_its_promise_and_leads_to_its_history(client: Editor) -> None:
    uri = "file:///texts/lens.const"
    client.show(uri, CLUB)
    await client.settle()
    (lens,) = await client.text_document_code_lens_async(types.CodeLensParams(types.TextDocumentIdentifier(uri))) or ()
    assert lens.command is not None
    assert lens.command.title == "broken by Committee in 2 steps: show history"
    assert (lens.command.command, lens.command.arguments) == ("constdsl.history", (uri, DECIDE))
    told = await client.workspace_execute_command_async(
        types.ExecuteCommandParams(lens.command.command, lens.command.arguments)
    )
    assert told["title"] == "broken by Committee in 2 steps: “The members decide”"
    assert f"at will (5 of 7 votes needed). ([here](<{uri}#L7>))\n2. **at once:** Nobody" in told["markdown"]
    assert client.messages[0].message.startswith("✗ broken: “The members decide”\nCommittee can control Meeting")


async def test_a_client_can_ask_for_a_history_and_show_it_itself(client: Editor) -> None:
    uri = "file:///texts/history.const"
    client.show(uri, CLUB)
    # Nobody has to wait for the analysis before asking.
    told = await client.protocol.send_request_async("constdsl/history", {"uri": uri, "key": DECIDE})
    assert told.title == "broken by Committee in 2 steps: “The members decide”"
    assert told.markdown.startswith("# ✗ broken")
    assert client.messages == []
    assert await client.protocol.send_request_async("constdsl/history", {"uri": uri, "key": "guarantee 9 x"}) is None


async def test_choices_are_compared_on_demand(client: Editor) -> None:
    uri = "file:///texts/choices.const"
    option = f"option sacking {{ choice board {{ {CLAUSE} }} choice nobody {{ }} }}"
    client.show(uri, CLUB.replace(CLAUSE, option))
    await client.settle()
    assert "compare the choices" in await lenses(client, uri)
    for command, arguments, heading in (
        ("constdsl.history", [uri, "option sacking"], "What each choice of `sacking` does"),
        ("constdsl.variants", [uri], "What each choice does"),
    ):
        told = await client.workspace_execute_command_async(types.ExecuteCommandParams(command, arguments))
        assert told["title"] == heading
        assert "✗ broken" in told["markdown"]
    assert len(client.messages) == 2
    assert client.messages[0].message.splitlines()[1:3] == ["board keeps 0 of 1", "nobody keeps 1 of 1"]
    # Once known it stands above the option, until something changes.
    assert "choices compared: board keeps 0 of 1, nobody keeps 1 of 1: show" in await lenses(client, uri)
    client.type(uri, "The Chess Club", "The Go Club")
    assert await lenses(client, uri) == ["compare the choices"]


# --- help ---------------------------------------------------------------------------------------------------------


async def test_an_action_that_is_taken_ends_its_finding(client: Editor) -> None:
    uri = "file:///texts/action.const"
    client.show(uri, CLUB)
    quick = await client.actions(uri, "Committee may revoke", ["quickfix"])
    (title,) = [title for title in quick if title.startswith("Let Meeting agree each time")]
    action = quick[title]
    assert [each.code for each in action.diagnostics or ()] == [FLOW]
    assert action.edit is not None
    client.take(action.edit)
    assert "by two-thirds with consent of Meeting" in client.texts[uri]
    await client.settle()
    assert FLOW not in [slug for slug, _ in client.found(uri)]
    assert await lenses(client, uri) == ["holds: show"]


async def test_a_word_that_is_meant_and_every_safe_way_out(client: Editor) -> None:
    uri = "file:///texts/words.const"
    allowance = "# allow recall/leash: in vain\n"
    client.show(uri, CLUB.replace("Meeting may remove", f"{allowance}Meeting may remove") + "class Guests: plaeyr\n")
    quick = await client.actions(uri, "plaeyr")
    assert quick["Replace it with `player`"].is_preferred
    edit = quick["Replace it with `player`"].edit
    assert edit is not None
    client.take(edit)
    assert await client.actions(uri, "status player", ["refactor"]) == {}
    (action,) = (await client.actions(uri, "status player", ["source.fixAll"])).values()
    assert action.kind == "source.fixAll.constdsl"
    assert action.edit is not None
    client.take(action.edit)
    assert client.texts[uri] == f"{CLUB}class Guests: player\n"


async def test_no_action_is_offered_for_a_text_that_has_changed_meanwhile(client: Editor) -> None:
    uri = "file:///texts/late.const"
    client.show(uri, CLUB)
    asked = asyncio.ensure_future(client.actions(uri, "Committee may revoke"))
    await asyncio.sleep(0)
    client.type(uri, "Chess", "Cards")
    assert await asked == {}


async def test_a_text_is_laid_out_where_it_has_to_be(client: Editor) -> None:
    uri = "file:///texts/layout.const"
    client.show(uri, CLUB.replace("status player", "status   player").replace("\n", "\r\n"))
    document, options = types.TextDocumentIdentifier(uri), types.FormattingOptions(2, True)
    edits = await client.text_document_formatting_async(types.DocumentFormattingParams(document, options))
    assert edits is not None
    client.take(types.WorkspaceEdit({uri: [*edits]}))
    assert client.texts[uri].startswith('constitution "The Chess Club"\r\n')
    assert "status player\r\n" in client.texts[uri]
    assert await client.text_document_formatting_async(types.DocumentFormattingParams(document, options)) == ()
    client.type(uri, "status player", "status   player,")
    assert await client.text_document_formatting_async(types.DocumentFormattingParams(document, options)) == ()


async def test_a_part_of_a_text_is_laid_out(client: Editor) -> None:
    uri = "file:///texts/part.const"
    client.show(uri, "status   player\nstatus   guest\n")
    place = types.Range(client.position(uri, "guest"), client.position(uri, "guest"))
    edits = await client.text_document_range_formatting_async(
        types.DocumentRangeFormattingParams(types.TextDocumentIdentifier(uri), place, types.FormattingOptions(2, True))
    )
    assert edits is not None
    client.take(types.WorkspaceEdit({uri: [*edits]}))
    assert client.texts[uri] == "status   player\nstatus guest\n"


# --- names --------------------------------------------------------------------------------------------------------


async def test_a_name_leads_to_its_declaration_and_to_all_its_uses(client: Editor) -> None:
    uri = "file:///texts/names.const"
    client.show(uri, CLUB)
    place = client.at(uri, "by Meeting", 4)
    declared = await client.text_document_definition_async(
        types.DefinitionParams(place.text_document, place.position)
    )
    assert declared is not None
    (there,) = declared
    assert isinstance(there, types.Location)
    assert (there.uri, there.range.start) == (uri, client.position(uri, "Meeting: player"))
    uses = await client.text_document_references_async(
        types.ReferenceParams(types.ReferenceContext(True), place.text_document, place.position)
    )
    assert [each.range.start.line for each in uses or ()] == [2, 3, 4, 7]


async def test_a_name_is_changed_everywhere_at_once_and_the_verdict_stays(client: Editor) -> None:
    uri = "file:///texts/rename.const"
    client.show(uri, f"# \U0001d54f\n{CLUB}")
    place = client.at(uri, "by Meeting", 4)
    edit = await client.text_document_rename_async(
        types.RenameParams(place.text_document, place.position, "Versammlung")
    )
    assert edit is not None
    client.take(edit)
    assert client.texts[uri] == f"# \U0001d54f\n{CLUB.replace('Meeting', 'Versammlung')}"
    await client.settle()
    assert client.found(uri) == [(FLOW, CLAUSE)]
    assert await lenses(client, uri) == ["broken by Committee in 2 steps: show history"]


async def test_a_word_of_the_language_cannot_become_a_name(client: Editor) -> None:
    uri = "file:///texts/rename.const"
    client.show(uri, CLUB)
    place = client.at(uri, "by Meeting", 4)
    with pytest.raises(Exception, match="seats"):
        await client.text_document_rename_async(types.RenameParams(place.text_document, place.position, "seats"))
    nowhere = types.Position(10_000, 0)
    with pytest.raises(Exception, match="no name here"):
        await client.text_document_prepare_rename_async(types.PrepareRenameParams(place.text_document, nowhere))


async def test_what_a_name_stands_for_is_told(client: Editor) -> None:
    uri = "file:///texts/hover.const"
    client.show(uri, CLUB)
    await client.settle()
    place = client.at(uri, "Committee may confer")
    told = await client.text_document_hover_async(types.HoverParams(place.text_document, place.position))
    assert told is not None
    assert isinstance(told.contents, types.MarkupContent)
    assert told.contents.kind == types.MarkupKind.Markdown
    assert "Committee" in told.contents.value
    assert "7 seats" in told.contents.value
    assert told.range is not None
    assert told.range.start == client.position(uri, "Committee may confer")


async def test_names_that_fit_are_proposed(client: Editor) -> None:
    uri = "file:///texts/complete.const"
    client.show(uri, f"{CLUB}class Guests: pl")
    end = Lines(client.texts[uri], client.encoding).position(len(client.texts[uri]))
    found = await client.text_document_completion_async(
        types.CompletionParams(types.TextDocumentIdentifier(uri), end)
    )
    items = found.items if isinstance(found, types.CompletionList) else found or ()
    (player,) = [each for each in items if each.label == "player"]
    assert isinstance(player.text_edit, types.InsertReplaceEdit)
    client.take(types.WorkspaceEdit({uri: [types.TextEdit(player.text_edit.replace, player.text_edit.new_text)]}))
    assert client.texts[uri] == f"{CLUB}class Guests: player"
    await client.settle()
    assert client.found(uri) == [(FLOW, CLAUSE)]


@pytest.mark.parametrize("text", ["", "\r\n\r", "class \U0001d54f: (\n}\nseats", f"{CLUB}status"])
async def test_every_question_is_answered_at_every_place(client: Editor, text: str) -> None:
    uri = "file:///texts/odd.const"
    client.show(uri, text)
    document = types.TextDocumentIdentifier(uri)
    for line, character in ((0, 0), (0, 7), (2, 1), (3, 2**31 - 1), (2**31 - 1, 2**31 - 1)):
        place = types.Position(line, character)
        stretch = types.Range(types.Position(0, 0), place)
        for question, params in (
            (client.text_document_hover_async, types.HoverParams(document, place)),
            (client.text_document_definition_async, types.DefinitionParams(document, place)),
            (
                client.text_document_references_async,
                types.ReferenceParams(types.ReferenceContext(False), document, place),
            ),
            (client.text_document_document_highlight_async, types.DocumentHighlightParams(document, place)),
            (client.text_document_completion_async, types.CompletionParams(document, place)),
            (client.text_document_signature_help_async, types.SignatureHelpParams(document, place)),
            (client.text_document_selection_range_async, types.SelectionRangeParams(document, [place])),
            (client.text_document_prepare_call_hierarchy_async, types.CallHierarchyPrepareParams(document, place)),
            (client.text_document_document_symbol_async, types.DocumentSymbolParams(document)),
            (client.text_document_folding_range_async, types.FoldingRangeParams(document)),
            (client.text_document_semantic_tokens_full_async, types.SemanticTokensParams(document)),
            (client.text_document_inlay_hint_async, types.InlayHintParams(document, stretch)),
            (client.text_document_document_link_async, types.DocumentLinkParams(document)),
            (client.text_document_code_lens_async, types.CodeLensParams(document)),
            (
                client.text_document_code_action_async,
                types.CodeActionParams(document, stretch, types.CodeActionContext([])),
            ),
            (
                client.text_document_range_formatting_async,
                types.DocumentRangeFormattingParams(document, stretch, types.FormattingOptions(2, True)),
            ),
        ):
            await question(params)  # raises where the server answers with an error
