"""Makes the copies of a picture that letters show: from somebody else's bytes to a small file of our own. Pure.

Pillow decodes in C what anybody put on the web, so this runs in a process that can be killed. Before anything is
decoded the header must name one of a few formats and no more pixels than a camera takes.
"""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from PIL import Image, ImageCms, ImageOps

from digest.errors import PictureUnreadable
from digest.pictures.model import MadePicture, Picture, PictureBytes, PictureCopy, name_of

FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "AVIF")
MAX_PIXELS = 60_000_000
"""Cameras of newspapers take 24 to 60 million; a picture of a few kilobytes can claim a billion."""
SMALLEST = 60
"""Pixels of its shorter side: what is smaller is an icon or a dot that counts readers."""
_QUALITIES = (80, 75, 70, 65)
_SHRINK = 0.85
_FLAT_COLOURS = 256
_ABOVE = 1 / 3
"""How much of what is cut off in height is cut off above: whoever is photographed has their face in the upper half."""
_BACKGROUND = (255, 255, 255)


@dataclass(frozen=True, slots=True)
class Frame:
    """The size of a copy in pixels, and how many bytes it may have."""

    width: int
    height: int
    most_bytes: int


LEAD = Frame(1_200, 675, 120_000)
THUMBNAIL = Frame(320, 214, 30_000)


def make_copies(given: PictureBytes) -> MadePicture:
    """Return the size of a picture and the copies of it; raises `PictureUnreadable`, which says what it is instead."""
    with _opened(given.data) as found:
        width, height = _seen_size(found)
        if not given.copies:
            return MadePicture(Picture(given.url, width, height), {})
        flat = _is_flat(found)
        whole = _upright(found)
    lead, lead_file = _copy(whole, LEAD, flat)
    thumbnail, thumbnail_file = _copy(whole, THUMBNAIL, flat)
    files = {lead.name: lead_file, thumbnail.name: thumbnail_file}
    return MadePicture(Picture(given.url, width, height, lead, thumbnail), files)


def make_uncut(data: bytes) -> bytes:
    """Return a picture in its own shape as a JPEG, at most as wide as letters show any; raises `PictureUnreadable`."""
    with _opened(data) as found:
        _seen_size(found)
        whole = _upright(found)
    whole.thumbnail((LEAD.width, 2 * LEAD.width), Image.Resampling.LANCZOS)
    return _saved(whole, "JPEG", quality=_QUALITIES[0])


@contextmanager
def _opened(data: bytes) -> Iterator[Image.Image]:
    """Open a picture; whatever is wrong with it becomes `PictureUnreadable`."""
    try:
        with Image.open(io.BytesIO(data), formats=FORMATS) as found:
            yield found
    except PictureUnreadable:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise PictureUnreadable(_TOO_LARGE) from None
    except (OSError, SyntaxError, ValueError, TypeError, IndexError, EOFError):
        raise PictureUnreadable("it is no picture that can be read (JPEG, PNG, WebP, GIF or AVIF)") from None


_TOO_LARGE = f"it has more than {MAX_PIXELS // 1_000_000} million pixels"
_ON_ITS_SIDE = frozenset({5, 6, 7, 8})
_ORIENTATION = 0x0112


def _seen_size(found: Image.Image) -> tuple[int, int]:
    """Return width and height as it is seen, from the header alone; raises `PictureUnreadable` for what none shows."""
    width, height = found.size
    if width * height > MAX_PIXELS:
        raise PictureUnreadable(_TOO_LARGE)
    if min(width, height) < SMALLEST:
        raise PictureUnreadable(f"it is {width} × {height} pixels, which is too small to show")
    on_its_side = found.format != "PNG" and found.getexif().get(_ORIENTATION) in _ON_ITS_SIDE  # a PNG's is at its end
    return (height, width) if on_its_side else (width, height)


def _is_flat(found: Image.Image) -> bool:
    """Return whether a picture is drawn in few colours, as charts and logos are: JPEG blurs their edges."""
    return found.format in ("PNG", "GIF") and (
        found.mode in ("1", "P") or found.convert("RGB").getcolors(_FLAT_COLOURS) is not None
    )


def _upright(found: Image.Image) -> Image.Image:
    """Decode a picture: its first frame, upright, in sRGB, on white where it is transparent."""
    if found.format == "JPEG":
        found.draft("RGB", (2 * LEAD.width, 2 * LEAD.width))  # decodes at half or a quarter of the size where it can
    turned = ImageOps.exif_transpose(found)
    shown = _in_srgb(_in_eight_bits(turned))
    if shown.mode in ("RGBA", "LA", "PA") or "transparency" in shown.info:
        clear = shown.convert("RGBA")
        ground = Image.new("RGB", clear.size, _BACKGROUND)
        ground.paste(clear, mask=clear.getchannel("A"))
        return ground
    return shown.convert("RGB")


def _in_eight_bits(found: Image.Image) -> Image.Image:
    """Return a picture of 65,536 greys in 256 of them: Pillow alone would make all the brighter ones white."""
    if not found.mode.startswith("I"):
        return found
    return found.convert("I").point(lambda grey: grey * (1 / 256)).convert("L")


def _in_srgb(found: Image.Image) -> Image.Image:
    """Return a picture in the colours that mail programs take for granted; as it is where its profile is damaged."""
    profile = found.info.get("icc_profile")
    if not profile or found.mode not in ("RGB", "CMYK"):
        return found
    try:
        inner = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        return ImageCms.profileToProfile(found, inner, ImageCms.createProfile("sRGB"), outputMode="RGB") or found
    except (ImageCms.PyCMSError, OSError, ValueError):
        return found


def _copy(whole: Image.Image, frame: Frame, flat: bool) -> tuple[PictureCopy, bytes]:
    """Return the copy of a picture in a frame, and its file: cut to the frame's shape, never enlarged."""
    for cut in _smaller_and_smaller(whole, frame):
        for data, kind in _encoded(cut, flat):
            if len(data) <= frame.most_bytes:
                name = name_of(data, kind)
                return PictureCopy(name, *cut.size, len(data)), data
    raise AssertionError("a picture of a few pixels fits")


def _smaller_and_smaller(whole: Image.Image, frame: Frame) -> Iterator[Image.Image]:
    """Yield the picture in the shape of the frame: as large as that, or as it allows, then less and less."""
    scale = min(1.0, whole.width / frame.width, whole.height / frame.height)
    while True:
        size = max(1, round(frame.width * scale)), max(1, round(frame.height * scale))
        yield ImageOps.fit(whole, size, Image.Resampling.LANCZOS, centering=(0.5, _ABOVE))
        scale *= _SHRINK


def _encoded(cut: Image.Image, flat: bool) -> Iterator[tuple[bytes, str]]:
    """Yield the files of a picture, the best first."""
    if flat:
        few = cut.quantize(_FLAT_COLOURS, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
        yield _saved(few, "PNG", optimize=True), "png"
    for quality in _QUALITIES:
        yield _saved(cut, "JPEG", quality=quality, optimize=True, progressive=True), "jpg"


def _saved(picture: Image.Image, kind: str, **how: int | bool) -> bytes:
    file = io.BytesIO()
    picture.info.clear()  # what the camera or an editor's program wrote into it stays behind
    picture.save(file, kind, **how)
    return file.getvalue()
