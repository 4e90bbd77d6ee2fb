"""What a webmaster pastes: the frame, or a link with a picture where frames are not allowed."""

from dataclasses import dataclass

from flask import render_template, request

from ses_map.web.embed.spec import Framed, title
from ses_map.web.state.snapshot_holder import current

#: The least that a framed map needs: without ``allow-same-origin`` it has neither storage nor cookies.
SANDBOX = (
    "allow-scripts allow-forms allow-popups allow-popups-to-escape-sandbox allow-top-navigation-by-user-activation"
)
#: Height of a frame in pixels, unless another is asked for.
HIGH, HIGH_OF_SEARCH = 600, 320


@dataclass(frozen=True)
class Snippet:
    """Markup that holds one frame, with whole addresses of the host that was asked."""

    framed: Framed
    #: Number of pixels, or ``100%``.
    width: str
    height: int

    @property
    def title(self) -> str:
        """Name of the frame."""
        return title(current(), self.framed)

    def frame(self) -> str:
        """Return the frame with the link that stands for it; every value is escaped."""
        return self._written("embed/snippet.html", src=whole(self.framed.path), sandbox=SANDBOX)

    def picture(self) -> str:
        """Return the link with a picture; a search has none and is a link alone."""
        slug = self._slug()
        day = self.framed.option("date")
        src = whole(f"/mapa/{slug}.svg{'?date=' if day else ''}{day}") if slug else ""
        return self._written(
            "embed/snippet_picture.html", src=src, size=current().citizen.pictures.size(slug) if slug else None
        )

    def declaration(self) -> str:
        """Return the part of the host's accessibility statement that speaks of this frame."""
        return self._written("embed/declaration.html")

    def _written(self, template: str, **values: object) -> str:
        return render_template(template, snippet=self, page=whole(self.framed.page), **values).strip()

    def _slug(self) -> str:
        if self.framed.kind != "owes":
            return self.framed.key or ("polska" if self.framed.kind == "polska" else "")
        loaded = current()
        return loaded.snapshot.names.voivodeships[loaded.centres[self.framed.key].voivodeship].slug


def usual_height(framed: Framed) -> int:
    """Return the height that a frame of this kind has by default."""
    return HIGH_OF_SEARCH if framed.kind == "szukaj" else HIGH


def whole(path: str) -> str:
    """Return the whole address of a path of ours, of the host that was asked; of one that cannot be, the path alone."""
    return request.url_root.rstrip("/") + path if request.host else path
