from pathlib import Path

import pytest

from models import made


def test_what_another_version_made_is_not_waited_for_for_ever() -> None:
    with pytest.raises(FileNotFoundError, match="nothing-of-this-name"):
        made.found("nothing-of-this-name", made_by="models.sectors")


def test_a_folder_has_its_name_only_when_it_is_whole(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(made, "_DATA", tmp_path)

    def breaks_off(folder: Path) -> None:
        (folder / "half").write_text("")
        raise RuntimeError

    with pytest.raises(RuntimeError):
        made.make("whole", breaks_off)
    assert not (tmp_path / "compiled" / "whole").exists()

    folder = made.make("whole", lambda folder: (folder / "all").touch())

    assert folder == made.found("whole", made_by="models.sectors") == tmp_path / "compiled" / "whole"
    assert [path.name for path in folder.iterdir()] == ["all"]
    assert [path.name for path in folder.parent.iterdir()] == ["whole"]
