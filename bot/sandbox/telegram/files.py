"""The files that were uploaded: kept with their bytes, pictures measured."""

import hashlib
import io
import mimetypes
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from PIL import Image

from bot.sandbox.telegram.errors import bad_request
from bot.sandbox.telegram.store import Store

PHOTO_BYTES = 10 * 1024 * 1024
FILE_BYTES = 50 * 1024 * 1024
PHOTO_SIDES = 10_000
PHOTO_RATIO = 20
_FOLDERS = {"photo": "photos", "document": "documents", "voice": "voice", "video": "videos", "sticker": "stickers"}


@dataclass(frozen=True, kw_only=True)
class Upload:
    """A file as it comes with a call."""

    name: str
    content: bytes
    mime_type: str = "application/octet-stream"


@dataclass(frozen=True, kw_only=True)
class StoredFile:
    """A file as Telegram keeps it; `size` in bytes, `width` and `height` in pixels for pictures."""

    file_id: str
    file_unique_id: str
    kind: str
    name: str
    mime_type: str
    size: int
    path: str
    width: int = 0
    height: int = 0
    content: bytes = field(default=b"", repr=False, compare=False)

    def as_file(self) -> dict[str, Any]:
        """The Bot API's File, as getFile gives it."""
        ids = {"file_id": self.file_id, "file_unique_id": self.file_unique_id}
        return {**ids, "file_size": self.size, "file_path": self.path}

    def in_message(self) -> Any:
        """What stands in a message under this file's kind."""
        ids: dict[str, Any] = {"file_id": self.file_id, "file_unique_id": self.file_unique_id, "file_size": self.size}
        named = {"file_name": self.name, "mime_type": self.mime_type}
        match self.kind:
            case "photo":
                return [{**ids, "width": self.width, "height": self.height}]
            case "voice":
                return {**ids, "duration": 1, "mime_type": self.mime_type}
            case "video":
                return {**ids, **named, "width": 640, "height": 360, "duration": 1}
            case "sticker":
                shape = {"type": "regular", "width": 512, "height": 512, "is_animated": False, "is_video": False}
                return {**ids, **shape, "emoji": "🙂"}
            case _:
                return {**ids, **named}


def measure_photo(content: bytes) -> tuple[int, int, str]:
    """Width and height in pixels, and the MIME type. Raises Telegram's refusals of what is no fitting picture."""
    if len(content) > PHOTO_BYTES:
        raise bad_request("PHOTO_SAVE_FILE_INVALID")
    try:
        with Image.open(io.BytesIO(content)) as picture:
            width, height = picture.size
            mime_type = Image.MIME.get(picture.format or "", "image/jpeg")
    except OSError as error:
        raise bad_request("IMAGE_PROCESS_FAILED") from error
    if width + height > PHOTO_SIDES or max(width, height) > PHOTO_RATIO * min(width, height):
        raise bad_request("PHOTO_INVALID_DIMENSIONS")
    return width, height, mime_type


def _guessed_type(upload: Upload) -> str:
    return mimetypes.guess_type(upload.name)[0] or upload.mime_type


class FileBox:
    """All files, by id and by path."""

    def __init__(self, store: Store | None) -> None:
        self._store = store
        self._files: dict[str, StoredFile] = {}
        self._by_path: dict[str, str] = {}
        self._count = 0
        for row in store.load("file") if store is not None else []:
            self._remember(StoredFile(**row))

    def _remember(self, file: StoredFile) -> None:
        self._files[file.file_id] = file
        self._by_path[file.path] = file.file_id
        self._count = max(self._count, int(file.file_id.rsplit("-", 1)[1]))

    def add(self, kind: str, upload: Upload) -> StoredFile:
        """Keeps an upload of this kind. Raises Telegram's refusal of files that are empty, too big or no picture."""
        if not upload.content:
            raise bad_request("file must be non-empty")
        if len(upload.content) > FILE_BYTES:
            raise bad_request("file is too big")
        width, height, mime_type = measure_photo(upload.content) if kind == "photo" else (0, 0, _guessed_type(upload))
        number = self._count + 1
        mark = hashlib.sha256(upload.content).hexdigest()[:16]
        suffix = "jpg" if kind == "photo" else upload.name.rpartition(".")[2]
        file = StoredFile(
            file_id=f"{kind}-{mark}-{number}",
            file_unique_id=mark,
            kind=kind,
            name=upload.name,
            mime_type=mime_type,
            size=len(upload.content),
            path=f"{_FOLDERS.get(kind, 'files')}/file_{number}.{suffix}",
            width=width,
            height=height,
            content=upload.content,
        )
        self._remember(file)
        self._keep(file)
        return file

    def _keep(self, file: StoredFile) -> None:
        if self._store is not None:
            row = asdict(file)
            del row["content"]
            self._store.put("file", file.file_id, row)
            self._store.put_content(file.file_id, file.content)

    def get(self, file_id: str) -> StoredFile | None:
        """The file of this id with its bytes, or None."""
        file = self._files.get(file_id)
        if file is not None and not file.content and self._store is not None:
            file = StoredFile(**{**asdict(file), "content": self._store.content(file_id)})
        return file

    def at_path(self, path: str) -> StoredFile | None:
        """The file of this download path with its bytes, or None."""
        file_id = self._by_path.get(path)
        return self.get(file_id) if file_id is not None else None

    def resolve(self, kind: str, value: str, uploads: Mapping[str, Upload]) -> StoredFile:
        """The file a call means: an upload ("attach://name"), or the id of a file of this kind."""
        if value.startswith("attach://"):
            upload = uploads.get(value.removeprefix("attach://"))
            if upload is None:
                raise bad_request(f"can't find the file {value.removeprefix('attach://')} in the request")
            return self.add(kind, upload)
        if value.startswith(("http://", "https://")):
            raise bad_request("failed to get HTTP URL content")
        file = self.get(value)
        if file is None:
            raise bad_request("wrong file identifier/HTTP URL specified")
        if file.kind != kind:
            raise bad_request(f"can't use file of type {file.kind.title()} as {kind.title()}")
        return file

    def clear(self) -> None:
        """Forgets all files; their numbers go on."""
        self._files.clear()
        self._by_path.clear()
