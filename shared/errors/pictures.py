"""A file that was chosen as the library's logo, and cannot be it."""

from shared.errors.input import InvalidInput
from shared.languages import N_


class FileTooLarge(InvalidInput):
    """More bytes than a file may have that is given to the hub."""

    code = "file-too-large"
    says = N_("This is too large: a file may have at most 2 MB. Make the picture smaller, and choose it again.")


class BadLogo(InvalidInput):
    """A file that cannot be the logo."""

    code = "bad-logo"
    says = N_("This cannot be the logo. Choose another file.")


class LogoMissing(BadLogo):
    """No file was chosen."""

    code = "logo-missing"
    says = N_("No file was chosen. Choose a picture first.")


class LogoUnreadable(BadLogo):
    """No picture in a format we read, or a broken one; the message is what failed."""

    code = "logo-unreadable"
    says = N_("We cannot read this as a picture: it is broken, or of another sort. Choose a PNG, JPEG or WebP file.")


class LogoIsSvg(BadLogo):
    """A drawing in SVG: it may hold programs, and looks different everywhere."""

    code = "logo-is-svg"
    says = N_("This is an SVG drawing, and we take none. Save it as PNG, about 640 pixels wide, and choose that.")


class LogoTooDetailed(BadLogo):
    """More pixels than we unpack."""

    code = "logo-too-detailed"
    says = N_("This picture has more than 24 million pixels. Make it smaller, and choose it again.")


class LogoMisshapen(BadLogo):
    """Too small, or too long for its height; the message is its size."""

    code = "logo-misshapen"
    says = N_("A logo has at least 24 pixels each way, and is at most ten times as long as it is high.")


class LogoBlank(BadLogo):
    """Nothing is seen in the picture."""

    code = "logo-blank"
    says = N_("There is nothing to be seen in this picture. Choose another.")
