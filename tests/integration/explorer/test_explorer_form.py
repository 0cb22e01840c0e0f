"""The explorer's form in a real browser: what is written there becomes a file that `annals append` records."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from axe_playwright_python.sync_playwright import Axe
from browsing import browsing
from command_line import run_annals
from playwright.sync_api import Browser, Locator, Page, expect
from world import World, a_world, new_database, the_article

from domain.intake import read_entries
from scripts.support.entry_file import read_file

FORM = "/?kind=append"
MORE = (
    {"kind": "SourceRegistered", "id": "other-paper", "publisher": "Other Paper"},
    {"kind": "PlaceRegistered", "id": "vladivostok", "name": "Vladivostok", "place_kind": "city", "within": "RUS"},
)


@pytest.fixture(scope="module")
def shown(server_url: str) -> Iterator[World]:
    """A world that has read the article; what a test appends, the next ones find."""
    with new_database(server_url) as url, a_world(url, *the_article(), *MORE) as world:
        yield world


@pytest.fixture
def page(page: Page) -> Page:
    """The form."""
    page.goto(FORM)
    expect(page.locator("form.append")).to_be_visible()
    return page


def entry(page: Page, number: int = 0) -> Locator:
    """One entry of the form."""
    return page.locator("section.entry").nth(number)


def field(within: Locator, name: str, number: int = 0) -> Locator:
    """What is typed into or chosen from, for a field of the schema."""
    return within.locator(f'[data-field="{name}"]').nth(number).locator("input, select, textarea").first


def part(within: Locator, name: str, number: int = 0) -> Locator:
    """The group of fields that stands for a field of the schema with parts."""
    return within.locator(f'fieldset[data-field="{name}"]').nth(number)


def offers(page: Page) -> Locator:
    """The names that are offered while one is written."""
    return page.locator(".offers:visible [role=option]")


def saved(page: Page, folder: Path, button: str = "Check and save as a file") -> Path:
    """The file that the form saves."""
    with page.expect_download() as download:
        page.get_by_role("button", name=button).click()
    file = folder / download.value.suggested_filename
    download.value.save_as(file)
    return file


def content(file: Path) -> Any:
    """What another reader of YAML finds in a file."""
    return yaml.load(file.read_text(encoding="utf-8"), yaml.BaseLoader)


def test_a_summit_is_written_with_names_that_are_offered_and_recorded(page: Page, shown: World, tmp_path: Path) -> None:
    form = entry(page)
    field(form, "occurred").fill("2025-11-20")
    participants = part(form, "participants")
    field(participants, "actor").press_sequentially("Putin")
    expect(offers(page).first).to_contain_text("Vladimir Putin")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(field(participants, "actor")).to_have_value("vladimir-putin")
    field(participants, "representing").fill("Russia")
    field(participants, "actor", 1).press_sequentially("DPRK")
    offers(page).first.click()
    expect(field(participants, "actor", 1)).to_have_value("PRK")
    field(form, "place").fill("Vladivostok")
    page.get_by_role("button", name="Add: Report").click()
    field(form, "source").fill("other-paper")
    field(form, "quote").fill('"We met": so it is,\nhe said. # 15 %')
    expect(field(form, "key")).to_have_value("summit-held-vladimir-putin-russia-prk-2025-11-20")

    file = saved(page, tmp_path)

    assert content(file) == [
        {
            "kind": "SummitHeld",
            "key": "summit-held-vladimir-putin-russia-prk-2025-11-20",
            "occurred": "2025-11-20",
            "place": "Vladivostok",
            "report": [{"source": "other-paper", "quote": '"We met": so it is,\nhe said. # 15 %'}],
            "participants": [{"actor": "vladimir-putin", "representing": "Russia"}, "PRK"],
        }
    ]
    expect(page.locator(".saved")).to_contain_text(f"annals append {file.name}")
    assert "1 recorded" in run_annals(shown.url, "append", file).out
    assert "1 already recorded" in run_annals(shown.url, "append", file).out
    event = shown.ask("query ($key: String!) { event(key: $key) { place { ref } reports { quote } } }", key=file.stem)["event"]
    assert event == {"place": {"ref": "vladivostok"}, "reports": [{"quote": '"We met": so it is,\nhe said. # 15 %'}]}


def test_troops_are_written_with_figures_and_a_source_that_is_new(page: Page, shown: World, tmp_path: Path) -> None:
    page.get_by_label("What is it?").select_option("TroopsDispatched")
    form = entry(page)
    field(form, "occurred").fill("2026-01/..")
    field(part(form, "sender"), "actor").fill("North Korea")
    field(part(form, "recipient"), "actor").fill("RUS")
    page.get_by_role("button", name="Add: Troops").click()
    troops = part(form, "troops", 1)
    field(troops, "low").fill("3000")
    field(troops, "high").fill("4000")
    field(troops, "approximate").select_option("true")
    field(form, "key").fill("troops-2026")
    page.get_by_role("button", name="Add: Report").click()
    page.get_by_role("button", name="Add: Says").click()
    said = part(form, "says", 1)
    field(said, "figure").select_option("troops")
    field(said, "best").fill("3500")
    page.get_by_role("button", name="Add another entry").click()
    source = entry(page, 1)
    field(source, "publisher").fill("The New Paper")
    field(source, "language").fill("en")
    field(source, "published").fill("2026-02-01")
    expect(field(source, "id")).to_have_value("the-new-paper")
    field(form, "source").press_sequentially("new pap")
    offers(page).filter(has_text="The New Paper").click()
    page.get_by_role("button", name="Check", exact=True).click()
    expect(page.locator(".findings .fine")).to_have_text("Nothing is wrong with it.")
    expect(page.locator(".findings .hint")).to_contain_text("Perhaps the same event")

    page.get_by_role("button", name="Check and save as a file").click()
    file = saved(page, tmp_path, "Save it all the same")

    assert content(file) == [
        {
            "kind": "TroopsDispatched",
            "key": "troops-2026",
            "occurred": "2026-01/..",
            "report": [{"source": "the-new-paper", "says": {"troops": {"best": "3500"}}}],
            "sender": "North Korea",
            "recipient": "RUS",
            "troops": {"low": "3000", "high": "4000", "approximate": "true"},
        },
        {
            "kind": "SourceRegistered",
            "id": "the-new-paper",
            "publisher": "The New Paper",
            "language": "en",
            "published": "2026-02-01",
        },
    ]
    assert "2 recorded" in run_annals(shown.url, "append", file).out


def test_the_file_says_just_what_was_checked_whatever_is_written(page: Page, tmp_path: Path) -> None:
    hard = "NO ~ null: {a: [b]} 'x' \"y\" \\ # & * ! | > % @ ` 012 1e3 \N{NEXT LINE}\N{LINE SEPARATOR} 김정은\t\U0001f600"
    sent: list[Any] = []
    page.on("request", lambda request: sent.append(request.post_data_json) if request.url.endswith("/entries/check") else None)
    page.get_by_label("What is it?").select_option("StatementMade")
    field(part(entry(page), "speaker"), "actor").fill("NO")
    field(entry(page), "quote").fill(hard)
    field(entry(page), "stance").select_option("pledge")
    field(entry(page), "key").fill("2025-09-03")

    file = saved(page, tmp_path)

    assert sent[0]["entries"] == [each.content.value for each in read_file(str(file))] == content(file)
    assert read_entries(content(file), None)[0].content()["quote"] == hard


def test_what_is_wrong_is_shown_beside_its_field_and_nothing_is_saved(page: Page) -> None:
    downloads: list[Any] = []
    page.on("download", lambda download: downloads.append(download))
    form = entry(page)
    field(form, "occurred").fill("2025-02-30")
    field(part(form, "participants"), "actor").fill("Kim Yong Un")

    page.get_by_role("button", name="Check and save as a file").click()

    expect(page.locator(".findings .problem")).to_contain_text("Not yet right")
    occurred = field(form, "occurred")
    expect(occurred).to_have_attribute("aria-invalid", "true")
    expect(occurred).to_be_focused()
    expect(form.locator('[data-field="occurred"] .complaint')).to_contain_text("February 2025 has 28 days")
    expect(part(form, "participants").locator(".complaint:visible").first).to_contain_text("kim-jong-un")
    assert downloads == []

    occurred.fill("2025-02-28")
    page.get_by_role("button", name="Check", exact=True).click()

    expect(form.locator('[data-field="occurred"] .complaint')).to_be_hidden()
    expect(field(part(form, "participants"), "actor")).to_have_attribute("aria-invalid", "true")


def test_what_the_log_has_already_is_shown_before_anything_is_saved(page: Page, shown: World, tmp_path: Path) -> None:
    troops = shown.ask("""{ event(key: "troops-prk-rus-2024") { title } }""")["event"]
    page.get_by_label("What is it?").select_option("TroopsDispatched")
    form = entry(page)
    field(part(form, "sender"), "actor").fill("PRK")
    field(part(form, "recipient"), "actor").fill("RUS")
    page.get_by_role("button", name="Add: Troops").click()
    field(part(form, "troops", 1), "best").fill("100")
    field(form, "key").fill("troops-again")
    page.get_by_role("button", name="Check and save as a file").click()

    hints = page.locator(".findings .hint")
    expect(hints.first).to_contain_text("Perhaps the same event")
    expect(hints.first.locator('a[href$="ref=troops-prk-rus-2024"]')).to_have_text(troops["title"])
    expect(hints.filter(has_text="another figure, Troops: about 15,000")).to_have_count(0)

    file = saved(page, tmp_path, "Save it all the same")

    assert content(file)[0]["troops"] == {"best": "100"}


def test_contradictions_of_rank_and_place_are_shown(page: Page, shown: World) -> None:
    summit = shown.ask("""{ appearances(together: ["vladimir-putin", "kim-jong-un"], kinds: [SUMMIT_HELD]) {
        event { title occurred { edtf } place { ref } } } }""")["appearances"]
    last = next(each["event"] for each in reversed(summit) if each["event"]["occurred"]["edtf"] == "2025-09-03")
    form = entry(page)
    field(form, "occurred").fill("2025-09-03")
    participants = part(form, "participants")
    field(participants, "actor").fill("vladimir-putin")
    field(participants, "actor", 1).fill("kim-jong-un")
    field(form, "place").fill("vladivostok")
    page.get_by_text("More fields").click()
    field(form, "claimed_ordinal").fill("7")
    field(form, "key").fill("summit-once-more")

    page.get_by_role("button", name="Check", exact=True).click()

    hints = page.locator(".findings .hint")
    expect(hints.filter(has_text="elsewhere on that day").get_by_role("link", name=last["title"])).to_be_visible()
    before = sum(each["event"]["occurred"]["edtf"] < "2025-09-03" for each in summit)
    expect(hints.filter(has_text=f"number {before + 1}, the form says 7")).to_be_visible()


def test_figures_that_exclude_each_other_are_shown(page: Page, shown: World) -> None:
    shown.append(
        {
            "kind": "ForceUsed",
            "key": "raid",
            "occurred": "2025-10-01",
            "by": "RUS",
            "against": "UKR",
            "deaths": {"low": 10, "high": 12},
        }
        | {"report": {"source": "other-paper"}}
    )
    page.get_by_label("What is it?").select_option("ForceUsed")
    form = entry(page)
    field(form, "occurred").fill("2025-10-02")
    page.get_by_role("button", name="Add: By", exact=True).click()
    field(part(form, "by"), "actor").fill("RUS")
    page.get_by_role("button", name="Add: Against").click()
    field(part(form, "against"), "actor").fill("UKR")
    page.get_by_role("button", name="Add: Deaths", exact=True).click()
    field(part(form, "deaths", 1), "best").fill("30")

    page.get_by_role("button", name="Check", exact=True).click()

    expect(
        page.locator(".findings .hint").filter(has_text="Other Paper has another figure, Deaths: 10\N{EN DASH}12")
    ).to_be_visible()


def test_an_entry_under_a_key_that_is_taken_is_told(page: Page) -> None:
    field(part(entry(page), "participants"), "actor").fill("PRK")
    field(part(entry(page), "participants"), "actor", 1).fill("RUS")
    field(entry(page), "key").fill("troops-prk-rus-2024")

    page.get_by_role("button", name="Check", exact=True).click()

    expect(page.locator(".findings")).to_contain_text("“troops-prk-rus-2024” is recorded already")


def test_a_draft_outlives_a_reload_and_the_way_through_other_pages(page: Page) -> None:
    field(entry(page), "occurred").fill("2025-11-21")
    field(part(entry(page), "participants"), "actor").fill("KOR")
    page.get_by_role("button", name="Add another entry").click()
    field(entry(page, 1), "publisher").fill("The Paper")

    page.reload()
    page.get_by_role("link", name="Events").first.click()
    page.go_back()

    expect(field(entry(page), "occurred")).to_have_value("2025-11-21")
    expect(field(part(entry(page), "participants"), "actor")).to_have_value("KOR")
    expect(field(entry(page, 1), "publisher")).to_have_value("The Paper")
    page.get_by_role("button", name="Begin anew").click()
    expect(page.locator("section.entry")).to_have_count(1)
    expect(field(entry(page), "occurred")).to_have_value("")


def test_every_kind_has_a_form_that_everybody_can_use(page: Page) -> None:
    kinds = page.get_by_label("What is it?").locator("option").evaluate_all("options => options.map(option => option.value)")
    assert len(kinds) > 70
    for kind in kinds:
        page.get_by_label("What is it?").select_option(kind)
        expect(page.locator("section.entry .field").first).to_be_visible()
        nameless = (
            page.locator("section.entry")
            .locator("input, select, textarea")
            .evaluate_all("fields => fields.filter(field => !field.labels.length).map(field => field.outerHTML)")
        )
        assert nameless == [], kind


@pytest.mark.parametrize("language", ["en-GB", "ko-KR"])
def test_the_form_keeps_nobody_out(browser: Browser, address: str, language: str) -> None:
    with browsing(browser, address, [], [], locale=language, viewport={"width": 360, "height": 740}) as page:
        page.goto(FORM)
        expect(page.locator("form.append")).to_be_visible()
        page.locator("details:has(> .parts) > summary").click()
        for button in page.locator("button.adding").all():
            button.click()
        page.locator(".main").click()
        expect(page.locator("[aria-invalid]").first).to_be_focused()
        assert page.evaluate("document.documentElement.scrollWidth") == 360
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            assert [(v["id"], v["nodes"][0]["html"]) for v in Axe().run(page).response["violations"]] == []


def test_the_whole_form_is_filled_in_by_keyboard(page: Page, tmp_path: Path) -> None:
    page.get_by_label("What is it?").focus()
    page.keyboard.type("Call")
    expect(page.get_by_label("What is it?")).to_have_value("CallHeld")
    for text in ("", "2025-12-01", ""):  # to the button that removes the entry, the date, the place
        page.keyboard.press("Tab")
        if text:
            page.keyboard.type(text)
    for name in ("PRK", "RUS"):
        page.keyboard.press("Tab")
        page.keyboard.type(name)
        for _ in ("representing", "as_said", "the button that removes it"):
            page.keyboard.press("Tab")
    page.keyboard.press("Shift+Tab")
    with page.expect_download() as download:
        page.keyboard.press("Enter")
    download.value.save_as(tmp_path / "call.yaml")

    (call,) = content(tmp_path / "call.yaml")
    assert (call["kind"], call["occurred"], call["participants"]) == ("CallHeld", "2025-12-01", ["PRK", "RUS"])
