"""What scanning and recognition do to a text. Values change along with it."""

from random import Random

CONFUSED = {"O": "0", "0": "O", "I": "1", "1": "l", "S": "5", "B": "8", "l": "I", ",": ".", "G": "6", ":": ";"}
LOST = ".,:"


def spoil(r: Random, text: str, rate: float, keep: list[str]) -> str:
    """Confuses or drops a few characters, never inside a value that is asked for: what is right
    is what stands in the document, and a value that was misread would be another value."""
    guarded = [False] * len(text)
    for value in keep:
        for piece in value.split("\n"):
            start = text.find(piece)
            while piece and start >= 0:
                for index in range(start, start + len(piece)):
                    guarded[index] = True
                start = text.find(piece, start + 1)
    out = []
    for index, character in enumerate(text):
        if guarded[index] or r.random() >= rate or character == "\n":
            out.append(character)
        elif character in CONFUSED and r.random() < 0.7:
            out.append(CONFUSED[character])
        elif character in LOST:
            continue
        elif character == " " and r.random() < 0.5:
            out.append("  ")
        else:
            out.append(character)
    return "".join(out)
