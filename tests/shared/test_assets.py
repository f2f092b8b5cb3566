"""The only path to the files that come along."""

from shared.assets import asset, asset_path, read_lines


def test_assets_are_found_as_files_and_as_paths() -> None:
    assert asset("words", "nb.txt").read_text("utf-8") == asset_path("words", "nb.txt").read_text("utf-8")
    assert read_lines("words", "nb.txt") == tuple(asset("words", "nb.txt").read_text("utf-8").split("\n")[:-1])
