"""What this API refuses besides what every API here does."""

from collections.abc import Iterable, Mapping
from http import HTTPStatus
from types import MappingProxyType

from huleedu.gateway.api.problems import WRONG_FIELDS, HttpRefusal, ProblemKind, WrongField
from huleedu.gateway.words.words import words
from huleedu.services.identity.api import FieldProblem

NO_TOKEN = ProblemKind(
    "no_token",
    HTTPStatus.UNAUTHORIZED,
    "There is no access token",
    "Send one in the header `Authorization: Bearer TOKEN`. My account on the pages makes them.",
    {"WWW-Authenticate": 'Bearer realm="huleedu"'},
)
TOKEN_ENDED = ProblemKind(
    "token_ended",
    HTTPStatus.UNAUTHORIZED,
    "This token opens nothing",
    "It never did, was ended, or its last day is over. My account on the pages makes a new one.",
    {"WWW-Authenticate": 'Bearer realm="huleedu", error="invalid_token"'},
)
NO_RIGHT = ProblemKind(
    "no_right",
    HTTPStatus.FORBIDDEN,
    "The token, or its person, has not the right to this",
    "Make a token with more rights; a person's rights are given by their school's administrators.",
)
SCHOOL_PAUSED = ProblemKind(
    "school_paused",
    HTTPStatus.FORBIDDEN,
    "Your school is paused",
    "Nothing of it is lost. The token works again when an operator of the installation lets the "
    "school go on.",
)
ONLY_LOOKS = ProblemKind(
    "only_looks",
    HTTPStatus.FORBIDDEN,
    "You may look at this and not change it",
    "Its owner can let you work on it.",
)
NOT_THERE = ProblemKind(
    "not_there",
    HTTPStatus.NOT_FOUND,
    "There is no such thing",
    "It is not there for you; whether for others is not told.",
)
NO_ONCE = ProblemKind(
    "no_idempotency_key",
    HTTPStatus.BAD_REQUEST,
    "The request has no name of its own",
    "Send a new UUID in the header `Idempotency-Key`; the same again for the same request again.",
)
STILL_RUNNING = ProblemKind(
    "still_running",
    HTTPStatus.CONFLICT,
    "The same request is being answered just now",
    "Ask again in a moment.",
    {"Retry-After": "1"},
)
OTHER_REQUEST = ProblemKind(
    "other_request",
    HTTPStatus.UNPROCESSABLE_ENTITY,
    "Another request came under this Idempotency-Key",
    "Nothing was done. A new request wants a new key.",
)
NO_IF_MATCH = ProblemKind(
    "no_if_match",
    HTTPStatus.PRECONDITION_REQUIRED,
    "The request does not say which state it changes",
    "Send the ETag of the answer that you have seen in the header `If-Match`.",
)
LAST_ADMINISTRATOR = ProblemKind(
    "last_administrator",
    HTTPStatus.CONFLICT,
    "A school has at least one administrator",
    "Nothing was done. Let somebody else be one first.",
)
NOT_OFFERED = ProblemKind(
    "not_offered",
    HTTPStatus.CONFLICT,
    "The result cannot be taken away so",
    "It would be empty, or tell what may not be told; `detail` says which.",
)
TOO_MANY_EXPORTS = ProblemKind(
    "too_many_exports",
    HTTPStatus.TOO_MANY_REQUESTS,
    "So many files are being made of this batch already",
    "Wait until one is there.",
    {"Retry-After": "5"},
)
EXPORT_NOT_MADE = ProblemKind(
    "export_not_made",
    HTTPStatus.CONFLICT,
    "The file was not made",
    "Its `state` says why: it asks for a column, or failed; have it made again.",
)
EXPORT_GONE = ProblemKind(
    "export_gone",
    HTTPStatus.GONE,
    "The file is no longer kept",
    "Have it made again.",
)
HIDDEN = ProblemKind(
    "names_hidden",
    HTTPStatus.FORBIDDEN,
    "Names are hidden in this batch",
    "Nothing that tells whose a text is, is told or changed until they are shown.",
)
GRADES_DECIDED = ProblemKind(
    "grades_decided",
    HTTPStatus.CONFLICT,
    "A grade is decided in this batch",
    "Names stay shown: whoever decided knew, or may have known, whose the text is.",
)
REASON_WANTED = ProblemKind(
    "reason_wanted",
    HTTPStatus.UNPROCESSABLE_ENTITY,
    "A grade that is not the likeliest wants a reason",
    'Nothing was decided. Send `reason`; "later" is one.',
)
NO_COLLEAGUE = ProblemKind(
    "no_colleague",
    HTTPStatus.UNPROCESSABLE_ENTITY,
    "This is no other teacher of your school",
    "A batch is shared with teachers of its owner's school.",
)
TAKES_PART = ProblemKind(
    "takes_part",
    HTTPStatus.CONFLICT,
    "The file takes part, or is being read",
    "Only a file that was refused or left over is taken back.",
)
NOT_REPLACED = ProblemKind(
    "not_replaced",
    HTTPStatus.CONFLICT,
    "The file cannot be replaced now",
    "A file that was refused or has its place is; where another has its place, replace that one.",
)
NOT_ON_LIST = ProblemKind(
    "not_on_list",
    HTTPStatus.CONFLICT,
    "This essay is not to be talked about",
    "Nothing was done. It never was on the list, or somebody has closed it meanwhile.",
)
NOT_OPENED = ProblemKind(
    "not_opened",
    HTTPStatus.CONFLICT,
    "Judging of this batch has not been opened",
    "Nothing was done. Open it first; then somebody can look again.",
)
NOT_JUDGED = ProblemKind(
    "not_judged",
    HTTPStatus.CONFLICT,
    "This essay is not among those that are judged",
    "Nothing was done. Let it be judged first.",
)
NO_FILE = ProblemKind(
    "no_file",
    HTTPStatus.UNPROCESSABLE_ENTITY,
    "No file came with the request",
    "Send a form (multipart/form-data) with at least one file; to replace one, exactly one.",
)
TOO_MANY_STREAMS = ProblemKind(
    "too_many_streams",
    HTTPStatus.TOO_MANY_REQUESTS,
    "This person has as many streams as one may have",
    "End one, or wait.",
    {"Retry-After": "60"},
)

WRONG_ANNOUNCEMENT = ProblemKind(
    "wrong_upload",
    HTTPStatus.BAD_REQUEST,
    "The headers of the upload cannot be understood",
    "Upload-Length and Upload-Offset are whole numbers; Upload-Metadata is as tus 1.0 has it.",
)
WRONG_OFFSET = ProblemKind(
    "wrong_offset",
    HTTPStatus.CONFLICT,
    "The piece belongs elsewhere",
    "The header Upload-Offset says how much has come: go on from there.",
)
WRONG_VERSION = ProblemKind(
    "wrong_tus_version",
    HTTPStatus.PRECONDITION_FAILED,
    "Uploads are spoken of by tus 1.0.0",
    "Send the header `Tus-Resumable: 1.0.0`.",
)
FILE_TOO_LARGE = ProblemKind(
    "file_too_large",
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    "The file is too large",
    "The header Tus-Max-Size says how many bytes a file may have.",
)
NO_PIECE = ProblemKind(
    "not_called_a_piece",
    HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
    "The request does not say that it is a piece of a file",
    "Send the header `Content-Type: application/offset+octet-stream`.",
)
FILE_DIFFERS = ProblemKind(
    "file_differs",
    HTTPStatus.UNPROCESSABLE_ENTITY,
    "The file is not what was announced",
    "Nothing was offered, and the upload is forgotten.",
)


TOO_FEW_ESSAYS = ProblemKind(
    "too_few_essays",
    HTTPStatus.CONFLICT,
    "Two essays are needed to judge",
    "Judging can be opened as soon as two have been read.",
)
NO_MODELS = ProblemKind(
    "no_models",
    HTTPStatus.CONFLICT,
    "No language model may judge this batch",
    "Your school allows none, or allows them to administrators only, or the batch's texts may be "
    "shown to none.",
)
JUDGING_ENDED = ProblemKind(
    "judging_ended",
    HTTPStatus.CONFLICT,
    "Judging of this batch has ended",
    "Nothing was started. Let judging go on first.",
)
NO_LINK = ProblemKind(
    "no_link",
    HTTPStatus.CONFLICT,
    "This is no person",
    "Only people judge by a link.",
)


def refused_form(
    wrong: Iterable[FieldProblem], called: Mapping[str, str] = MappingProxyType({})
) -> HttpRefusal:
    """What is wrong with the fields, in words; at least one is.

    Args:
        called: what fields are called here, if otherwise.
    """
    say = words("en").say
    told = [
        WrongField(called.get(one.field, one.field), say(f"identity.problem.{one.code}"))
        for one in wrong
    ]
    return HttpRefusal(
        WRONG_FIELDS, " ".join(f"`{one.field}`: {one.expected}" for one in told), errors=(*told,)
    )


KINDS = (
    NO_TOKEN,
    TOKEN_ENDED,
    NO_RIGHT,
    SCHOOL_PAUSED,
    ONLY_LOOKS,
    NOT_THERE,
    NO_ONCE,
    STILL_RUNNING,
    OTHER_REQUEST,
    NO_IF_MATCH,
    LAST_ADMINISTRATOR,
    NOT_OFFERED,
    TOO_MANY_EXPORTS,
    EXPORT_NOT_MADE,
    EXPORT_GONE,
    HIDDEN,
    GRADES_DECIDED,
    REASON_WANTED,
    TAKES_PART,
    NOT_REPLACED,
    NOT_ON_LIST,
    NOT_OPENED,
    NOT_JUDGED,
    NO_FILE,
    TOO_MANY_STREAMS,
    WRONG_ANNOUNCEMENT,
    WRONG_OFFSET,
    WRONG_VERSION,
    FILE_TOO_LARGE,
    NO_PIECE,
    FILE_DIFFERS,
    TOO_FEW_ESSAYS,
    NO_MODELS,
    JUDGING_ENDED,
    NO_LINK,
)
