"""What one comment holds: parts are verbatim, cover the text, and are cut only where another matter begins."""

from __future__ import annotations

import pytest

from analysis.themes.engine import ThemeEngine
from analysis.themes.issues import Issue, is_letter, split_all
from analysis.themes.taxonomy import load_taxonomy


@pytest.fixture(scope="module")
def engine() -> ThemeEngine:
    return ThemeEngine(load_taxonomy())


def split_issues(text: str, engine: ThemeEngine, titled: bool = False) -> list[Issue]:
    return split_all([text], ["关于几个问题的反映" if titled else ""], engine)[0]


def themes(text: str, engine: ThemeEngine, titled: bool = False) -> list[str]:
    return [issue.theme for issue in split_issues(text, engine, titled)]


SEVERAL = [
    ("一是村口那段水泥路烂了半年没人修，二是卫生院晚上没有医生值班。", ["基础设施建设", "医疗"]),
    ("1、学校大班额严重，一个班七十多人；2、河里天天有黑水排下来，臭得很。", ["教育", "环境保护"]),
    ("垃圾堆在小区门口没人清，另外低保申请交了半年没回音。", ["城市管理", "社会保障"]),
    ("自来水三天两头停，卫生院又没有药。", ["民生改善", "医疗"]),
]


@pytest.mark.parametrize(("text", "found"), SEVERAL, ids=[text[:12] for text, _ in SEVERAL])
def test_several_matters_are_several_issues(text, found, engine):
    assert themes(text, engine) == found


ONE = [
    "卫生院晚上没有医生值班，孩子发高烧只能往市里跑。",
    "村口那段路烂了半年，下雨天车子陷在里面，报了几次没人理，请早点修好。",
    "无",
    "都挺好的",
    "",
    "请领导重视一下，谢谢！",
]


@pytest.mark.parametrize("text", ONE)
def test_one_matter_is_one_issue_with_the_comments_own_theme(text, engine):
    (issue,) = split_issues(text, engine)
    assert (issue.start, issue.end, issue.text, issue.theme) == (0, len(text), text, "")


@pytest.mark.parametrize("text", [text for text, _ in SEVERAL] + ["　一是路烂\n\n二是没灯！！！　", "①路烂②没药③。"])
def test_the_parts_are_the_text_itself_without_gaps(text, engine):
    issues = split_issues(text, engine)
    assert "".join(issue.text for issue in issues) == text
    assert all(issue.text == text[issue.start : issue.end] for issue in issues)


def test_praise_with_a_complaint_is_two_issues(engine):
    praise, complaint = split_issues(
        "学校的老师都很负责任，娃的成绩进步很大，就是校门口的路灯坏了几个月没人修。", engine
    )
    assert "老师" in praise.text and "路灯" in complaint.text


def test_who_one_is_goes_with_the_first_point(engine):
    text = "我是退休老师，在学校教了四十年。一是河里天天有黑水排下来，二是垃圾没人清。"
    assert themes(text, engine) == ["环境保护", "城市管理"]


def test_points_of_one_theme_are_issues_of_their_own(engine):
    text = "一是卫生院没有儿科医生；二是村医没有人接班；三是救护车太少。"
    assert themes(text, engine) == ["医疗"] * 3


def test_what_comes_back_to_its_matter_is_one_story(engine):
    text = "物业收了钱不管事，楼顶漏雨也没人来补，垃圾堆在车棚里，物业经理躲着不见人。"
    assert len(split_issues(text, engine)) == 1


def test_a_letter_under_a_title_is_only_cut_at_its_numbers(engine):
    text = "垃圾堆在小区门口没人清。低保申请交了半年没有回音，卫生院又没有药。"
    assert len(split_issues(text, engine)) > 1
    assert len(split_issues(text, engine, titled=True)) == 1
    assert themes(SEVERAL[1][0], engine, titled=True) == SEVERAL[1][1]


def test_a_title_that_repeats_the_text_makes_no_letter():
    assert is_letter("路坏了，请修", "关于修路")
    assert not is_letter("路坏了，请修", "路坏了，请修")
    assert not is_letter("路坏了", "")


def test_each_comment_is_divided_alone_as_in_company(engine):
    texts = [text for text, _ in SEVERAL] + ONE
    titles = ["反映几个问题", "", "反映几个问题", *[""] * (len(texts) - 3)]
    assert split_all(texts, titles, engine) == [
        split_all([text], [title], engine)[0] for text, title in zip(texts, titles, strict=True)
    ]
