"""Copies of pictures: their size and weight, what they leave behind, and what is no picture."""

import io
import random
import struct
import zlib
from typing import Any

import pytest
from PIL import Image, ImageCms, ImageDraw

from digest.errors import PictureUnreadable
from digest.pictures.copies import LEAD, MAX_PIXELS, SMALLEST, THUMBNAIL, make_copies, make_uncut
from digest.pictures.model import MadePicture, PictureBytes

URL = "https://example.org/a.jpg"
RED, BLUE, WHITE = (200, 30, 30), (30, 30, 200), (255, 255, 255)


def file(picture: Image.Image, kind: str = "JPEG", **how: Any) -> bytes:
    out = io.BytesIO()
    picture.save(out, kind, **how)
    return out.getvalue()


def photo(width: int, height: int, mode: str = "RGB") -> Image.Image:
    """Return a picture that is hard to pack, as photographs are: noise at two scales."""
    chance = random.Random(width * height)
    small = Image.frombytes("RGB", (40, 30), chance.randbytes(3_600)).resize((width, height), Image.Resampling.BICUBIC)
    grain = Image.frombytes("L", (width // 2, height // 2), chance.randbytes((width // 2) * (height // 2)))
    return Image.blend(small, grain.resize((width, height)).convert("RGB"), 0.25).convert(mode)


def made(data: bytes, copies: bool = True) -> MadePicture:
    return make_copies(PictureBytes(URL, data, copies))


def opened(found: MadePicture, kind: str = "lead") -> Image.Image:
    copy = getattr(found.picture, kind)
    return Image.open(io.BytesIO(found.files[copy.name]))


def test_a_photograph_becomes_two_jpegs_of_the_right_size_and_weight() -> None:
    found = made(file(photo(2_400, 1_600), quality=95))
    for kind, frame in (("lead", LEAD), ("thumbnail", THUMBNAIL)):
        copy, picture = getattr(found.picture, kind), opened(found, kind)
        assert (picture.format, picture.mode, picture.size) == ("JPEG", "RGB", (copy.width, copy.height))
        assert abs(copy.width / copy.height - frame.width / frame.height) < 0.01
        assert copy.width <= frame.width
        assert copy.size == len(found.files[copy.name]) <= frame.most_bytes
        assert copy.name.endswith(".jpg")
    assert (found.picture.width, found.picture.height) == (2_400, 1_600)


def test_a_smooth_picture_gets_the_whole_frame() -> None:
    found = made(file(Image.linear_gradient("L").resize((1_600, 900)).convert("RGB")))
    assert opened(found).size == (1_200, 675)
    assert opened(found, "thumbnail").size == (320, 214)


def test_the_same_picture_has_the_same_names_and_another_has_others() -> None:
    data = file(photo(800, 600))
    assert made(data) == made(data)
    assert made(data).files.keys().isdisjoint(made(file(photo(802, 600))).files)


@pytest.mark.parametrize("size", [(640, 480), (1_000, 300), (300, 1_000), (90, 90), (61, 4_000)])
def test_a_small_picture_is_cut_and_not_enlarged(size: tuple[int, int]) -> None:
    for kind, frame in (("lead", LEAD), ("thumbnail", THUMBNAIL)):
        width, height = opened(made(file(photo(*size))), kind).size
        assert width <= size[0]
        assert height <= size[1]
        assert abs(width / height - frame.width / frame.height) < 0.1


def test_more_is_cut_off_below_than_above_and_as_much_left_as_right() -> None:
    tall = Image.new("RGB", (900, 1_200), WHITE)
    tall.paste(RED, (0, 0, 900, 240))  # a head in the upper quarter
    lead = opened(made(file(tall)))
    assert lead.getpixel((lead.width // 2, 2))[0] - lead.getpixel((lead.width // 2, 2))[2] > 100  # type: ignore[index]
    wide = Image.new("RGB", (3_000, 600), WHITE)
    wide.paste(RED, (1_450, 0, 1_550, 600))
    lead = opened(made(file(wide)))
    assert lead.getpixel((lead.width // 2, 300))[1] < 120  # type: ignore[index]


def test_a_picture_on_its_side_is_turned_and_nothing_of_the_camera_stays() -> None:
    upright = Image.new("RGB", (1_600, 900), BLUE)
    upright.paste(RED, (0, 0, 1_600, 300))
    exif = Image.Exif()
    exif[0x0112], exif[0x010F] = 6, "Camera of Anna Berg"
    exif.get_ifd(0x8825)[2] = (59.0, 26.0, 1.0)
    found = made(file(upright.rotate(90, expand=True), exif=exif, comment=b"Anna Berg", icc_profile=srgb()))
    assert (found.picture.width, found.picture.height) == (1_600, 900)
    lead = opened(found)
    assert lead.getpixel((600, 20))[0] > 150  # type: ignore[index]
    for kind in ("lead", "thumbnail"):
        assert not opened(found, kind).getexif()
        assert {"icc_profile", "comment", "exif"}.isdisjoint(opened(found, kind).info)
    assert not any(b"Anna" in data for data in found.files.values())


def srgb() -> bytes:
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


@pytest.mark.parametrize("kind", ["PNG", "WEBP", "GIF"])
def test_what_is_transparent_stands_on_white(kind: str) -> None:
    clear = Image.new("RGBA", (800, 450), (0, 0, 0, 0))
    clear.paste((*RED, 255), (0, 0, 400, 450))
    lead = opened(made(file(clear, kind))).convert("RGB")
    right, left = lead.getpixel((700, 200)), lead.getpixel((100, 200))
    assert min(right) > 240  # type: ignore[arg-type]
    assert left[0] > 150  # type: ignore[index]
    assert left[1] < 90  # type: ignore[index]


def test_a_chart_stays_sharp_as_png_and_a_photograph_saved_as_png_does_not() -> None:
    chart = Image.new("RGB", (1_200, 675), WHITE)
    draw = ImageDraw.Draw(chart)
    for bar in range(8):
        draw.rectangle((100 + 120 * bar, 600 - 60 * bar, 180 + 120 * bar, 600), RED)
    found = made(file(chart, "PNG"))
    assert found.picture.lead
    assert found.picture.lead.name.endswith(".png")
    assert {colour for _, colour in opened(found).convert("RGB").getcolors() or ()} <= {RED, WHITE}
    photograph = made(file(photo(1_200, 800), "PNG"))
    assert photograph.picture.lead
    assert photograph.picture.lead.name.endswith(".jpg")


@pytest.mark.parametrize(
    ("mode", "kind"), [("L", "JPEG"), ("CMYK", "JPEG"), ("1", "PNG"), ("P", "GIF"), ("LA", "PNG"), ("RGB", "AVIF")]
)
def test_every_way_to_say_colours_is_read(mode: str, kind: str) -> None:
    found = made(file(photo(800, 450, mode), kind))
    assert opened(found).convert("RGB").getextrema() != ((0, 0), (0, 0), (0, 0))


def test_sixteen_bits_of_grey_do_not_become_white() -> None:
    deep = Image.frombytes("I;16", (400, 225), struct.pack("<90000H", *([20_000] * 90_000)))
    grey = opened(made(file(deep, "PNG"))).convert("L").getpixel((100, 100))
    assert isinstance(grey, int | float)
    assert 60 < grey < 100


def test_a_damaged_colour_profile_is_ignored() -> None:
    assert made(file(photo(400, 300), icc_profile=b"no profile")).picture.lead


def test_of_a_moving_picture_the_first_frame_is_shown() -> None:
    frames = [Image.new("P", (400, 225), 0), Image.new("P", (400, 225), 1)]
    frames[0].putpalette([*RED, *BLUE])
    frames[1].putpalette([*RED, *BLUE])
    moving = file(frames[0], "GIF", save_all=True, append_images=frames[1:])
    assert opened(made(moving)).convert("RGB").getpixel((200, 100)) == RED


def png_that_claims(width: int, height: int) -> bytes:
    """Return a PNG of a few bytes whose header claims a size."""
    chunks = (
        (b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)),
        (b"IDAT", zlib.compress(bytes(1_000))),
        (b"IEND", b""),
    )
    body = b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data)) for name, data in chunks
    )
    return b"\x89PNG\r\n\x1a\n" + body


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (png_that_claims(60_000, 60_000), f"more than {MAX_PIXELS // 1_000_000} million pixels"),
        (png_that_claims(10_000, 9_000), f"more than {MAX_PIXELS // 1_000_000} million pixels"),
        (png_that_claims(1_000, 1_000), "no picture that can be read"),
        (file(Image.new("RGB", (1, 1))), "1 × 1 pixels, which is too small"),
        (file(Image.new("RGB", (SMALLEST - 1, 900))), "too small to show"),
        (file(photo(400, 300))[:5_000], "no picture that can be read"),
        (b"", "no picture that can be read"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "no picture that can be read"),
        (b"<!doctype html><html></html>", "no picture that can be read"),
        (file(photo(400, 300), "TIFF"), "no picture that can be read"),
        (file(photo(400, 300), "BMP"), "no picture that can be read"),
    ],
    ids=["3.6 billion", "90 million", "cut", "dot", "strip", "truncated", "empty", "svg", "html", "tiff", "bmp"],
)
def test_what_is_no_picture_for_a_letter_says_why(data: bytes, why: str) -> None:
    with pytest.raises(PictureUnreadable, match=why):
        made(data)


def test_the_size_alone_is_read_without_decoding() -> None:
    assert made(png_that_claims(1_000, 500), copies=False).picture == made(png_that_claims(1_000, 500), False).picture
    found = made(png_that_claims(1_000, 500), copies=False)
    assert (found.picture.width, found.picture.height, found.picture.copies, found.files) == (1_000, 500, (), {})


@pytest.mark.slow
@pytest.mark.parametrize(
    ("size", "wanted"), [((2_400, 1_600), (1_200, 800)), ((300, 900), (300, 900)), ((900, 9_000), (240, 2_400))]
)
def test_an_uncut_picture_keeps_its_shape_and_is_a_jpeg_of_our_own(
    size: tuple[int, int], wanted: tuple[int, int]
) -> None:
    found = Image.open(io.BytesIO(make_uncut(file(photo(*size), "PNG"))))
    assert (found.format, found.size) == ("JPEG", wanted)


def test_what_is_no_picture_has_no_uncut_one() -> None:
    with pytest.raises(PictureUnreadable, match="no picture that can be read"):
        make_uncut(b"<svg xmlns='http://www.w3.org/2000/svg'/>")
