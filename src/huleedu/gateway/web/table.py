"""Every page there is, in one table: whoever walks over all of them starts here."""

from huleedu.gateway.web.account import ACCOUNT_PAGES
from huleedu.gateway.web.class_import import IMPORT_PAGES
from huleedu.gateway.web.class_shares import CLASS_SHARE_PAGES
from huleedu.gateway.web.classes import CLASS_PAGES
from huleedu.gateway.web.essay_anchor import ESSAY_ANCHOR
from huleedu.gateway.web.essay_doing import ESSAY_DOING
from huleedu.gateway.web.essay_page import ESSAY_PAGE
from huleedu.gateway.web.events import EVENT_PAGES
from huleedu.gateway.web.exports import EXPORT_PAGES
from huleedu.gateway.web.feedback import FEEDBACK_PAGES
from huleedu.gateway.web.feedback_giving import FEEDBACK_GIVING_PAGES
from huleedu.gateway.web.feedback_links import FEEDBACK_LINK_PAGES
from huleedu.gateway.web.file_page import FILE_PAGE
from huleedu.gateway.web.files import FILE_PAGES
from huleedu.gateway.web.help import HELP_PAGES
from huleedu.gateway.web.home import HOME_PAGES
from huleedu.gateway.web.home_events import HOME_EVENT_PAGES
from huleedu.gateway.web.invited import INVITED_PAGES
from huleedu.gateway.web.judge import JUDGE_PAGES
from huleedu.gateway.web.judge_preview import PREVIEW_PAGES
from huleedu.gateway.web.judging import JUDGING_PAGES
from huleedu.gateway.web.look import LOOK_PAGES
from huleedu.gateway.web.mine import MINE_PAGES
from huleedu.gateway.web.names import NAME_PAGES
from huleedu.gateway.web.new_batch import NEW_BATCH_PAGES
from huleedu.gateway.web.one_person import ONE_PERSON_PAGES
from huleedu.gateway.web.pages import AnyRoute
from huleedu.gateway.web.pupils import PUPIL_PAGES
from huleedu.gateway.web.remarks import REMARK_PAGES
from huleedu.gateway.web.report import REPORT_PAGES
from huleedu.gateway.web.results.routes import RESULT_PAGES
from huleedu.gateway.web.school import SCHOOL_PAGES
from huleedu.gateway.web.school_settings import SCHOOL_SETTINGS_PAGES
from huleedu.gateway.web.services import SERVICE_PAGES
from huleedu.gateway.web.setting_up import SET_UP_PAGES
from huleedu.gateway.web.shares import SHARE_PAGES
from huleedu.gateway.web.signing_in import SIGN_IN_PAGES
from huleedu.gateway.web.starting import START_PAGES
from huleedu.gateway.web.system import SYSTEM_PAGES
from huleedu.gateway.web.talk_page import TALK_PAGES
from huleedu.gateway.web.tus import UPLOAD_PAGES

PAGES: tuple[AnyRoute, ...] = (
    *HOME_PAGES,
    *NEW_BATCH_PAGES,
    *CLASS_PAGES,
    *IMPORT_PAGES,
    *CLASS_SHARE_PAGES,
    *PUPIL_PAGES,
    *JUDGING_PAGES,
    *REPORT_PAGES,
    *EXPORT_PAGES,
    *RESULT_PAGES,
    *HELP_PAGES,
    *LOOK_PAGES,
    *START_PAGES,
    *SIGN_IN_PAGES,
    *SERVICE_PAGES,
    *SET_UP_PAGES,
    *INVITED_PAGES,
    *ONE_PERSON_PAGES,
    *ACCOUNT_PAGES,
    *SCHOOL_PAGES,
    *SCHOOL_SETTINGS_PAGES,
    *SYSTEM_PAGES,
    *FILE_PAGES,
    *FILE_PAGE,
    *FEEDBACK_PAGES,
    *FEEDBACK_GIVING_PAGES,
    *FEEDBACK_LINK_PAGES,
    *MINE_PAGES,
    *ESSAY_PAGE,
    *ESSAY_DOING,
    *ESSAY_ANCHOR,
    *TALK_PAGES,
    *REMARK_PAGES,
    *NAME_PAGES,
    *SHARE_PAGES,
    *EVENT_PAGES,
    *HOME_EVENT_PAGES,
    *UPLOAD_PAGES,
    *JUDGE_PAGES,
    *PREVIEW_PAGES,
)
