"""Signed notes, checkpoints and keys: those of C2SP's own texts are read, and what was changed is noticed."""

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import BadInput
from domain.log.seal.notes import Algorithm, BadNote, Checkpoint, make_key, read_note, read_private_key, read_public_key

PETER = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
"""The key, and below the note, of the documentation of Go's package note."""

PETERS_NOTE = (
    "If you think cryptography is the answer to your problem,\n"
    "then you don't know what your problem is.\n\n"
    "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
)

CHECKPOINT = Checkpoint("example.org/log", 3, bytes(range(32)))


def test_a_note_that_go_signed_is_verified() -> None:
    key = read_public_key(PETER)

    assert str(key) == PETER
    assert read_note(PETERS_NOTE).signed_by([key]) == [key]


@given(st.integers(0, len(PETERS_NOTE) - 1), st.characters(codec="utf-8"))
def test_a_note_that_was_changed_anywhere_is_not_taken(place: int, letter: str) -> None:
    changed = PETERS_NOTE[:place] + letter + PETERS_NOTE[place + 1 :]
    try:
        found = read_note(changed).signed_by([read_public_key(PETER)])
    except BadNote:
        return
    assert (
        found == [] or changed == PETERS_NOTE or base64.b64decode(changed.split()[-1]) == base64.b64decode(PETERS_NOTE.split()[-1])
    )


@pytest.mark.parametrize("algorithm", Algorithm)
def test_what_a_key_signs_its_public_key_verifies(algorithm: Algorithm) -> None:
    key, other = make_key("example.org/log", algorithm), make_key("example.org/log", algorithm)
    note = read_note(f"{CHECKPOINT.text}\n{key.sign(CHECKPOINT.text, 1_700_000_000)}")

    assert read_private_key(key.text()) == key
    assert note.checkpoint() == CHECKPOINT
    assert note.signed_by([key.public, other.public]) == [key.public]
    assert note.signed_by([other.public]) == []


def test_a_cosignature_is_over_the_time_and_the_checkpoint() -> None:
    key = make_key("witness", Algorithm.COSIGNATURE)
    line = key.sign(CHECKPOINT.text, 1_700_000_000)
    signature = base64.b64decode(line.split()[-1])[4:]

    assert int.from_bytes(signature[:8], "big") == 1_700_000_000
    assert key.public.verifies(signature, CHECKPOINT.text)
    assert not key.public.verifies(bytes(8) + signature[8:], CHECKPOINT.text)


def test_a_private_key_is_shown_nowhere() -> None:
    key = make_key("example.org/log")

    assert key.text().split("+")[-1] not in f"{key} {key!r}"
    with pytest.raises(BadInput) as refused:
        read_private_key(key.text()[:-4])
    assert key.text().split("+")[-1][:20] not in str(refused.value)


@pytest.mark.parametrize("name", ["", "two words", "a+b", "a\nb", "a\u200bb"])
def test_a_name_that_no_key_can_have_is_refused(name: str) -> None:
    with pytest.raises(BadInput, match="cannot name a key"):
        make_key(name)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "no signature\n",
        "text\n\nno dash\n",
        "text\n\n— name notbase64!\n",
        "text\n\n— name AAAA\n",
        "te\x01xt\n\n— name AAAAAAAA\n",
        "text\n\n— name AAAAAAAA",
    ],
)
def test_what_is_no_note_is_refused(text: str) -> None:
    with pytest.raises(BadNote):
        read_note(text)


@pytest.mark.parametrize(
    "text",
    ["log\n3\n", "log\n03\nAAAA\n", "log\n-1\n" + "A" * 43 + "=\n", "log\n3\n" + "A" * 42 + "=\n", "\n3\n" + "A" * 43 + "=\n"],
)
def test_what_is_no_checkpoint_is_refused(text: str) -> None:
    key = make_key("log")

    with pytest.raises(BadNote):
        read_note(f"{text}\n{key.sign(text)}").checkpoint()


@pytest.mark.parametrize("text", ["", "name", "name+00000000+AAAA", "name+zz+" + "A" * 44, PETER[:-1], PETER.replace("c7", "c8")])
def test_what_is_no_public_key_is_refused(text: str) -> None:
    with pytest.raises(BadInput, match="public key"):
        read_public_key(text)
