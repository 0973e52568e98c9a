"""Draws harbour.png, a picture to learn: dedicated to the public domain (CC0). Needs Pillow and NumPy."""
import sys
import numpy as np
from PIL import Image, ImageDraw, ImageFilter

WIDTH, HEIGHT, FINER = 512, 320, 3


def mix(one, other, share):
    return tuple(round(a + (b - a) * share) for a, b in zip(one, other))


def gradient(stops, height):
    rows = np.linspace(0, 1, height)
    places, colors = zip(*stops)
    channels = [np.interp(rows, places, [color[c] for color in colors]) for c in range(3)]
    return np.stack(channels, 1)


def main(out):
    w, h = WIDTH * FINER, HEIGHT * FINER
    horizon = int(.62 * h)
    sky = gradient([(0, (23, 32, 78)), (.45, (110, 84, 140)), (.75, (232, 138, 110)), (1, (255, 206, 130))], horizon)
    sea = gradient([(0, (226, 156, 118)), (.25, (120, 100, 130)), (1, (18, 34, 66))], h - horizon)
    picture = np.concatenate([sky, sea])[:, None, :].repeat(w, 1)
    x, y = np.meshgrid(np.arange(w), np.arange(h))
    sun = np.hypot(x - .30 * w, y - .5 * h)
    glow = np.exp(-sun / (.11 * h))[..., None] * (y < horizon)[..., None]
    picture = picture + glow * (np.array([255, 236, 190]) - picture)
    # Light on the water, in stripes that widen towards us.
    depth = np.clip((y - horizon) / (h - horizon), 0, 1)
    stripes = np.sin(60 * np.sqrt(depth) + 5 * np.sin(x / w * 9)) > .35
    lit = stripes * np.exp(-((x - .30 * w) / (w * (.03 + .10 * depth))) ** 2) * (y > horizon)
    picture = picture + .8 * lit[..., None] * (np.array([255, 214, 150]) - picture)
    image = Image.fromarray(np.clip(picture, 0, 255).astype(np.uint8))
    draw = ImageDraw.Draw(image)
    at = lambda points: [(px * w, py * h) for px, py in points]
    circle = lambda cx, cy, r, color: draw.ellipse((cx * w - r * h, cy * h - r * h, cx * w + r * h, cy * h + r * h), fill=color)
    circle(.30, .5, .055, (255, 244, 214))
    for cx, cy, r in [(.63, .16, .05), (.69, .14, .065), (.75, .17, .045), (.12, .26, .035), (.17, .25, .05)]:
        circle(cx, cy, r, (214, 150, 150))
    draw.polygon(at([(0, .62), (0, .5), (.07, .44), (.15, .53), (.22, .5), (.34, .62)]), fill=(88, 70, 112))
    draw.polygon(at([(.45, .62), (.58, .48), (.66, .53), (.8, .4), (.92, .52), (1, .47), (1, .62)]), fill=(66, 56, 100))
    draw.polygon(at([(.58, .62), (.74, .55), (.86, .58), (1, .54), (1, .66), (.62, .64)]), fill=(36, 48, 62))
    # The lighthouse.
    draw.polygon(at([(.775, .57), (.785, .27), (.825, .27), (.835, .57)]), fill=(238, 232, 220))
    for top in (.32, .42, .52):
        spread = .0333 * (top - .27)
        draw.polygon(at([(.785 - spread, top), (.825 + spread, top), (.827 + spread, top + .05), (.783 - spread, top + .05)]), fill=(196, 48, 48))
    draw.polygon(at([(.788, .27), (.788, .215), (.822, .215), (.822, .27)]), fill=(255, 232, 140))
    draw.polygon(at([(.781, .215), (.805, .165), (.829, .215)]), fill=(60, 40, 60))
    draw.rectangle(at([(.778, .262), (.832, .276)]), fill=(60, 40, 60))
    draw.polygon(at([(.85, .58), (.85, .5), (.875, .46), (.9, .5), (.9, .585)]), fill=(150, 84, 66))
    draw.rectangle(at([(.868, .515), (.882, .54)]), fill=(255, 220, 130))
    # A boat.
    draw.polygon(at([(.33, .76), (.56, .76), (.52, .82), (.37, .82)]), fill=(120, 36, 44))
    draw.polygon(at([(.33, .76), (.56, .76), (.557, .772), (.334, .772)]), fill=(244, 228, 206))
    draw.line(at([(.44, .76), (.44, .40)]), fill=(50, 34, 40), width=2 * FINER)
    draw.polygon(at([(.446, .42), (.446, .74), (.555, .74)]), fill=(246, 240, 228))
    draw.polygon(at([(.434, .45), (.434, .74), (.35, .74)]), fill=(222, 120, 70))
    for px, py in [(.52, .24), (.56, .21), (.6, .26)]:
        draw.arc((px * w - .02 * w, py * h, px * w, py * h + .03 * h), 200, 350, fill=(40, 36, 60), width=2 * FINER)
        draw.arc((px * w, py * h, px * w + .02 * w, py * h + .03 * h), 190, 340, fill=(40, 36, 60), width=2 * FINER)
    image.resize((WIDTH, HEIGHT), Image.LANCZOS).save(out, optimize=True)


main(sys.argv[1])
