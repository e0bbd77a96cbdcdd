"""Named spots: how names of places are found, and the plain words that only look like them."""

from __future__ import annotations

import pytest

from analysis.reference import settings
from analysis.tasks.meeting import Meeting, meet
from analysis.tasks.spots import spots_of
from analysis.text.normalise import normalise


def named(text: str, **known: str) -> list[str]:
    return [spot.shown for spot in spots_of(normalise(text), **known).spots]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("建议整治龙孔墩路积水", ["龙孔墩路"]),
        ("渔洲路与桃花路口一下雨就淹", ["渔州路", "桃花路"]),
        ("牛角车村村道坑坑洼洼", ["牛角车村"]),
        ("我们那厚村委会的路灯坏了", ["那厚村"]),
        ("大王江小学门口没有斑马线", ["大王江小学"]),
        ("丽景新城小区停车难", ["丽景新城"]),
        ("红星小区没有停车位，车都停到路上", ["红星小区"]),
        ("桂海花园3栋电梯坏了", ["3栋", "桂海花园"]),
        ("水洛农贸市场门口摆摊", ["水洛市场"]),
        ("金花茶大道路灯不亮", ["金花茶大道"]),
        ("325国道旁没有护栏", ["325国道"]),
        ("3路公交车半天不来", ["3路公交"]),
        ("红沙村卫生室没有人", ["红沙村", "红沙卫生室"]),
        ("思阳二小一个班七十人", ["第二小学"]),
        ("富康市场对面堵车", ["富康市场"]),
        ("市一医挂号排长龙", ["第一人民医院"]),
        ("坐三路去上班", ["3路公交"]),
        ("白浪滩停车乱收费", ["白浪滩"]),
    ],
)
def test_names_are_cut_out_of_what_stands_around_them(text, names):
    assert named(text) == names


@pytest.mark.parametrize(
    "text",
    [
        "马路上到处是坑",
        "我们小区没有物业",
        "老旧小区的路太烂",
        "村里的水泥路坏了",
        "农村没有公交",
        "学校门口车太多，没有红绿灯",
        "去医院看病要排队",
        "公办幼儿园太少",
        "一栋楼住三十户，两期工程都没完",
        "评估公司压价",
        "农业农村局的人来过",
        "晚上看不见路",
        "那段路没人修，这条街也一样",
        "菜市场太脏，上小学的娃都绕路",
    ],
)
def test_plain_words_are_no_names(text):
    assert named(text) == []


def test_towns_and_counties_come_from_the_register_and_other_towns_from_their_suffix():
    found = spots_of(normalise("江平镇的路"))
    assert (found.towns, found.counties) == (("江平镇",), ("东兴市",))
    assert spots_of("青山铺镇的路").towns == ("青山铺镇",)
    assert spots_of("a市a2区的路").counties == ("a2区",)


def how(one: str, other: str) -> Meeting:
    return meet(spots_of(normalise(one)), spots_of(normalise(other))).meeting


@pytest.mark.parametrize(
    ("one", "other", "meeting"),
    [
        ("茅岭镇卫生院", "茅岭镇的卫生院", Meeting.SPOT),
        ("思阳镇第二小学", "思阳二小", Meeting.SPOT),
        ("马路镇医院", "马路卫生院", Meeting.SPOT),
        ("渔洲路积水", "渔州路积水", Meeting.SPOT),
        ("老街桃花路", "桃花路", Meeting.SPOT),
        ("滩营圩", "滩营乡街上", Meeting.SPOT),
        ("河西安置点", "河西新区", Meeting.SPOT),
        ("去一医院", "市第一人民医院", Meeting.SPOT),
        ("小窑村", "小窑那边", Meeting.SPOT),
        ("恒祥码头", "恒祥公司", Meeting.SPOT),
        ("富康市场", "富康小学", Meeting.OPEN),
        ("桃花东路", "桃花路", Meeting.APART),
        ("丽景花园", "丽景新城", Meeting.APART),
        ("江平中学", "江平小学", Meeting.APART),
        ("70路公交车", "370路公交车", Meeting.APART),
        ("东兴市人民路", "上思县人民路", Meeting.APART),
        ("那良镇高林村", "那良镇大坑村", Meeting.APART),
        ("那良镇", "那良镇高林村", Meeting.COARSE),
        ("桂海花园3栋", "桂海花园", Meeting.COARSE),
        ("3栋", "3栋", Meeting.OPEN),
        ("桃花路与明珠路口", "桃花路与光明路口", Meeting.APART),
        ("桃花路与明珠路口", "桃花路", Meeting.SPOT),
        ("桃花路坑多，幼儿园的孩子摔", "桃花路坑多，小学放学难走", Meeting.SPOT),
        ("光坡镇的小学", "光坡镇的中学", Meeting.APART),
        ("企沙镇砖厂", "企沙镇钢铁厂", Meeting.APART),
        ("沙螺寮鱼粉厂", "光坡镇的鱼粉加工厂", Meeting.SPOT),
        ("鲤鱼江小区一期", "鲤鱼江小区二期", Meeting.APART),
        ("那良镇的路", "那良的路", Meeting.TOWN),
        ("上思县的路", "上思的路", Meeting.COUNTY),
        ("上思县的路", "路", Meeting.OPEN),
        ("路", "灯", Meeting.NOWHERE),
    ],
)
def test_how_two_places_meet(one, other, meeting):
    assert how(one, other) == how(other, one) == meeting


def test_a_landmark_does_not_make_the_place_narrower():
    assert how("桃花路积水", "桃花路积水，就在明珠市场旁边") == Meeting.SPOT
    assert how("桃花路占道", "桃花路明珠市场占道") == Meeting.COARSE


def test_the_form_and_a_person_tell_where_a_name_found_everywhere_is():
    one, other = (spots_of("人民路积水", county_given=county) for county in ("东兴市", "上思县"))
    assert meet(one, other).meeting == Meeting.APART
    assert spots_of("卫生院没有医生", place="马路镇").spots[0].stem == "马路镇"


def test_the_file_of_names_is_sound():
    data = settings("spots")
    kinds = [entry["kind"] for entry in data["kinds"]]
    assert len(set(kinds)) == len(kinds)
    assert set(data["plain"]) <= {"common", *kinds}
    for entry in data["kinds"]:
        forms = {*entry["forms"], *entry.get("each", ())}
        for width in ("village", "town", "county"):
            assert set(entry.get(f"one_in_{width}", ())) <= forms, entry["kind"]
