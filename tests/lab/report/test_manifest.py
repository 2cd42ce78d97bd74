"""A run's folder can be held against its manifest."""

from pathlib import Path

from huleedu.lab.report import Changed, NoManifest, Proven, make_manifest, verify_manifest


def run(folder: Path) -> Path:
    (folder / "history.jsonl").write_text("å\n", encoding="utf-8")
    (folder / "deep").mkdir()
    (folder / "deep" / "log.txt").write_text("x")
    make_manifest(folder, commit="abc", versions={"huleedu": "0.1"}, seed=7, machine={"cpus": "2"})
    return folder


def test_an_untouched_run_is_proven(tmp_path: Path) -> None:
    verdict = verify_manifest(run(tmp_path))
    assert isinstance(verdict, Proven)
    assert set(verdict.manifest.files) == {"history.jsonl", "deep/log.txt"}
    assert verdict.manifest.seed == 7


def test_what_was_changed_taken_or_added_is_named(tmp_path: Path) -> None:
    folder = run(tmp_path)
    (folder / "history.jsonl").write_text("a\n")
    (folder / "deep" / "log.txt").unlink()
    (folder / "new").write_text("")
    assert verify_manifest(folder) == Changed(("deep/log.txt",), ("history.jsonl",), ("new",))


def test_a_missing_or_damaged_manifest_is_told(tmp_path: Path) -> None:
    assert isinstance(verify_manifest(tmp_path), NoManifest)
    for damage in (b"{", b"\xff", b"[]", b'{"commit":1}'):
        (tmp_path / "manifest.json").write_bytes(damage)
        assert isinstance(verify_manifest(tmp_path), NoManifest)
