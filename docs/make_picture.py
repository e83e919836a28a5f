"""Make docs/report.png: two parts of the demo's report side by side, as chromium shows them.

python docs/make_picture.py [REPORT.html]     without a file the demo's report is made first
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

WIDTH, HEIGHT, SCALE = 800, 1290, 0.8
PICTURE = Path(__file__).with_name("report.png")
MOST_BYTES = 400_000

FRAME = """<!DOCTYPE html><meta charset="utf-8"><style>
body { margin: 0; background: #e9ebee; display: flex; gap: 20px; padding: 20px; }
iframe { width: %(width)dpx; height: %(height)dpx; border: 0; background: #fff; box-shadow: 0 1px 5px #0003; }
</style><iframe src="report.html" scrolling="no"></iframe><iframe src="report.html#outlook" scrolling="no"></iframe>"""


def main(given: str | None) -> None:
    """Draw the picture."""
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    if chromium is None:
        sys.exit("no chromium here: apt-get install chromium")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if given:
            shutil.copy(given, folder / "report.html")
        else:
            from detente.cli.demo import AS_OF, ELECTION, PAIR
            from detente.project import Project
            from detente.report import save

            save(Project.chronicles().pair(*PAIR).outlook(ELECTION, as_of=AS_OF), folder / "report.html")
        frame = folder / "frame.html"
        frame.write_text(FRAME % {"width": WIDTH, "height": HEIGHT}, encoding="utf-8")
        subprocess.run(
            [
                chromium, "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--virtual-time-budget=4000",
                f"--user-data-dir={folder / 'profile'}", f"--force-device-scale-factor={SCALE}",
                f"--window-size={2 * WIDTH + 60},{HEIGHT + 40}", f"--screenshot={folder / 'report.png'}", frame.as_uri(),
            ],
            check=True, capture_output=True, timeout=120,
        )  # fmt: skip
        made = (folder / "report.png").read_bytes()
    if len(made) > MOST_BYTES:
        sys.exit(f"the picture has {len(made):,} bytes; at most {MOST_BYTES:,} may be committed: lower SCALE")
    PICTURE.write_bytes(made)
    print(f"{PICTURE}: {len(made):,} bytes")


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else None)
