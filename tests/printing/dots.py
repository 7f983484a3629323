"""Dots as a picture, to be looked at."""

from PIL import Image


def picture_of(pixels):
    size, stride = (pixels.width, pixels.height), pixels.stride
    return Image.frombytes("RGB", size, pixels.rows, "raw", "BGR", stride)
