"""What the sandbox's people send when somebody picks "photo", "document" or "voice note": made here, of nobody."""

import io

from PIL import Image, ImageDraw

SAMPLE_DOCUMENT_NAME = "note.txt"
SAMPLE_DOCUMENT = b"A sample document from the sandbox. It holds nothing else.\n"
SAMPLE_VOICE = b"OggS\x00sandbox sample, no sound"
SIZE = (640, 480)
DAWN = ((255, 226, 190), (226, 132, 120))


def sample_photo() -> bytes:
    """A small JPEG: a sun over a dawn sky."""
    strip = Image.new("RGB", (1, SIZE[1]))
    for y in range(SIZE[1]):
        share = y / SIZE[1]
        strip.putpixel((0, y), tuple(round(a + (b - a) * share) for a, b in zip(*DAWN, strict=True)))
    picture = strip.resize(SIZE)
    ImageDraw.Draw(picture).ellipse((240, 200, 400, 360), fill=(255, 246, 224))
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=85)
    return out.getvalue()
