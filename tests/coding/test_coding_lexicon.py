"""Every rule of the lexicon codes its own example, and the lexicon's mistakes are named."""

import tomllib

import pytest

from detente.coding import Coder
from detente.coding.lexicon import default_lexicon, read_lexicon, shipped_texts
from detente.errors import FormatError
from detente.ontology import cameo_table
from detente.records import Document

TEXTS = shipped_texts()
DEEDS = [tomllib.loads(text) for name, text in TEXTS.items() if name.startswith("deeds/")]
OPERATORS = tomllib.loads(TEXTS["operators"])["operators"]
RULES = [*(r for chapter in DEEDS for part in ("verbs", "nouns") for r in chapter.get(part, ())), *OPERATORS]
CARRIERS = {"light", "aspect", "say", "doubt"}  # they pass a deed on and leave no name of their own


@pytest.fixture(scope="module")
def coded():
    documents = [Document(rule["id"], rule["ex"]) for rule in RULES]
    return dict(zip((d.id for d in documents), Coder.default().code(documents), strict=True))


def test_rule_names_are_unique():
    names = [rule["id"] for rule in RULES]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule["id"])
def test_rule_codes_its_example(rule, coded):
    events = coded[rule["id"]]
    if rule.get("family") in CARRIERS:
        assert events, rule["ex"]
        return
    named = [event for event in events if rule["id"] in event.rule.split(" > ")]
    assert named, (rule["ex"], [event.rule for event in events])
    if "cameo" in rule:
        family = {event.cameo[:2] for event in named}
        assert rule["cameo"][:2] in family or any(" > " in event.rule for event in named), (rule["cameo"], family)


def test_most_examples_give_both_sides(coded):
    pairs = [r for r in RULES if "Norw" in r["ex"] and "Peru" in r["ex"]]
    both = [
        r["id"]
        for r in pairs
        if any({e.source and e.source.code, e.target and e.target.code} == {"NOR", "PER"} for e in coded[r["id"]])
    ]
    assert len(both) / len(pairs) > 0.85, sorted({r["id"] for r in pairs} - set(both))


def test_every_composed_code_exists():
    lexicon = default_lexicon()
    for table in (*lexicon.tables.values(), *lexicon.refine.values()):
        assert set(table.values()) <= set(cameo_table())


def test_longest_prefix_wins():
    lexicon = default_lexicon()
    assert lexicon.compose("demand", "0841") == "1053"
    assert lexicon.compose("demand", "071") == "1031"
    assert lexicon.compose("intent", "190") == "1384"
    assert lexicon.compose("end", "010") is None


def test_domain_word_refines_a_general_code():
    assert default_lexicon().refined("070", {"military", "big"}) == "072"
    assert default_lexicon().refined("070", {"big"}) == "070"


@pytest.mark.parametrize(
    ("name", "old", "new", "code"),
    [
        ("deeds/04_consult", 'cameo="040", to="obj with"', 'cameo="949", to="obj with"', "X02"),
        ("deeds/05_diplomacy", 'object="relations"', 'object="nothing"', "X03"),
        ("compose", "[intent]", "[intent", "X01"),
        ("classes", 'agreement = "', 'agreements = "', "X03"),
        ("deeds/04_consult", 'reciprocal=true, ex="Norway negotiated', 'reciprocl=true, ex="Norway negotiated', "X05"),
    ],
)
def test_mistake_in_the_lexicon_is_named(name, old, new, code):
    assert old in TEXTS[name]
    with pytest.raises(FormatError) as caught:
        read_lexicon({**TEXTS, name: TEXTS[name].replace(old, new, 1)})
    assert caught.value.code == code


@pytest.mark.parametrize(
    ("rule", "fires", "silent"),
    [
        ("n.relations", "Norway sought relations with Peru.", "Norway has relations with Peru."),
        ("give.arms", "Norway gave missiles to Peru.", "Norway gave up its missiles to Peru."),
        ("meet", "Norway's envoy met Peru's president.", "Norway met Peru's demand."),
        ("meet", "Norway's envoy met Peru's president.", "Norway's envoy was met by silence in Peru."),
        ("lay.down.arms", "Peruvian rebels laid down their weapons.", "Peruvian tailors laid down their weapons."),
        ("work.with", "Norway's police worked with Peru's police.", "Norway's police worked with Norway's coast guard."),
        ("exercise.together", "Norway and Peru concluded a naval exercise.", "Norway concluded a naval exercise near Peru."),
        ("n.release.people", "Norway demanded the release of two sailors.", "Norway demanded the release of two reports."),
        ("free", "Norway released three Peruvian editors.", "Norway released three Peruvian reports."),
        ("credit.line", "Norway extended a credit line to Peru.", "Norway extended a bus line to Peru."),
        ("find.guilty", "A Norwegian court found a Peruvian guilty.", "A Norwegian farmer found a Peruvian guilty."),
        ("violate", "Norway violated its pact with Peru.", "Norway violated its ceasefire pact with Peru."),
        ("tell.to", "Norway told Peru to withdraw its troops.", "Norway told Peru that it had withdrawn its troops."),
        ("refuse", "A Peruvian declined to meet Norway's envoy.", "A Peruvian declined to comment on Norway."),
        ("kill", "Norwegian soldiers killed two Peruvians.", "A Norwegian flood killed two Peruvians."),
        ("two.damage", "Norwegian soldiers wrecked a Peruvian exhibition.", "Two boys wrecked a Peruvian exhibition."),
        ("brush.aside", "Norway brushed aside Peru's objections.", "Norway brushed aside Peru's snow."),
        ("out.of.talks", "Norway walked out of talks with Peru.", "Norway walked out of the forest with Peru."),
    ],
    ids=["light-not_object", "phrasal-verb", "not_object",
         "active", "subject", "two_sides", "together", "noun-object", "person_object", "compound",
         "subject-court", "unless", "infinitive", "operator-unless", "nature", "two_sides-everyday",
         "particle-as-preposition", "object-behind-preposition"],
)  # fmt: skip
def test_condition_of_a_rule_holds_it_back(rule, fires, silent):
    said = list(Coder.default().code([Document("a", fires), Document("b", silent)]))
    named = [{name for event in events for name in event.rule.split(" > ")} for events in said]
    assert rule in named[0], named
    assert rule not in named[1], named


def test_receiver_is_the_target():
    (events,) = Coder.default().code([Document("a", "Peru received missiles from Norway.")])
    assert [(e.source.code, e.event, e.target.code) for e in events] == [("NOR", "AID", "PER")]
