"""Constructions, not sentences: each case stands for a way of saying who did what to whom."""

from datetime import date

import pytest

from detente.coding import code_document, code_documents, explain
from detente.records import Document

CASES = [
    # active, passive, agentless passive, nominal, light verb
    ("Norway imposed sanctions on Peru on Tuesday.", "NOR", "SANCTION", "PER"),
    ("Sanctions on Peru were imposed by Norway on Tuesday.", "NOR", "SANCTION", "PER"),
    ("Two Peruvian sailors were arrested on Tuesday.", None, "COERCE", "PER"),
    ("The government of Norway announced the imposition of sanctions on Peru.", "NOR", "SANCTION", "PER"),
    ("Norwegian troops carried out an attack on Peruvian positions.", "NOR", "ASSAULT", "PER"),
    # agents with a state
    ("The Norwegian foreign minister criticised Peru's government.", "NOR", "ACCUSE", "PER"),
    ("Oslo expelled four Peruvian diplomats.", "NOR", "SANCTION", "PER"),
    # operators
    ("Norway demanded that Peru release the sailors.", "NOR", "REQUEST", "PER"),
    ("Norway threatened to impose sanctions on Peru.", "NOR", "THREATEN", "PER"),
    ("Norway refused to meet Peru's foreign minister.", "NOR", "REJECT", "PER"),
    ("Norway promised to send food aid to Peru.", "NOR", "AGREE", "PER"),
    ("Norway suspended economic aid to Peru.", "NOR", "SANCTION", "PER"),
    ("Norway lifted its sanctions on Peru.", "NOR", "RETREAT", "PER"),
    ("Norway will send food aid to Peru.", "NOR", "AGREE", "PER"),
    ("Norway said it would impose sanctions on Peru.", "NOR", "THREATEN", "PER"),
    ("Norway said it had suspended economic aid to Peru.", "NOR", "SANCTION", "PER"),
    # what lies ahead
    ("Latvia is to send forty mortars to Ukraine next month.", "LVA", "AGREE", "UKR"),
    ("Nicaragua is about to break off relations with Ecuador.", "NIC", "THREATEN", "ECU"),
    ("Ghana hopes to sign a trade agreement with Brazil.", "GHA", "AGREE", "BRA"),
    ("Zimbabwe will investigate South African traders over the maize exports.", "ZWE", "ACCUSE", "ZAF"),
    ("Chile does not want to meet Bolivia's president.", "CHL", "REJECT", "BOL"),
    ("Jordan's king is expected to visit Laos.", "JOR", "AGREE", "LAO"),
    ("The Uruguayan president is coming to Ghana.", "URY", "AGREE", "GHA"),
    ("Togo's president praised Ghana before his upcoming visit to Uruguay.", "TGO", "AGREE", "URY"),
    # a passive without an agent: the owner of its subject, who expels, who judges a step
    ("Ghanaian troops were sent to Togo.", "GHA", "MOBILIZE", "TGO"),
    ("A Laotian delegation was dispatched to Uruguay on Monday.", "LAO", "CONSULT", "URY"),
    ("Nigeria's ambassador in Pretoria has been called home.", "NGA", "SANCTION", "ZAF"),
    ("Two Togolese diplomats were expelled from Ghana.", "GHA", "SANCTION", "TGO"),
    ("Ghana suspended its talks with Togo, a step that Uruguay called a mistake.", "URY", "ACCUSE", "GHA"),
    ("The consul of Togo was told to leave Ghana.", "GHA", "SANCTION", "TGO"),
    # a town that gives its name to talks is no side of them
    ("Ghana walked out of the Rome talks with Togo.", "GHA", "SANCTION", "TGO"),
    # whose meeting it was
    ("The king of Jordan spoke of his meeting with the president of Laos.", "JOR", "CONSULT", "LAO"),
    # a deed that is only pointed at
    ("Finland expelled two Russian diplomats, and Latvia followed suit.", "LVA", "SANCTION", "RUS"),
    ("Togo raised tariffs on Ghanaian onions. Benin did the same.", "BEN", "SANCTION", "GHA"),
    ("Ghana expelled two Togolese diplomats on Monday, and Togo replied in kind on Tuesday.", "TGO", "SANCTION", "GHA"),
    ("Laos condemned Thailand's raid, as did Cambodia.", "KHM", "ACCUSE", "THA"),
    ("Peru was not ready to send aid to Bolivia.", "PER", "REJECT", "BOL"),
    # told from the other end
    ("Three villages in northern Azerbaijan came under Armenian artillery fire on Monday night.", "ARM", "ASSAULT", "AZE"),
    ("Cuba was met with a fresh round of sanctions from Washington.", "USA", "SANCTION", "CUB"),
    ("Nine Yemeni fishermen died at the hands of Saudi coastguards last month.", "SAU", "ASSAULT", "YEM"),
    # a noun with both its sides, an aside with one
    ("Algeria's refusal to reopen its border with Morocco has hurt traders on both sides.", "DZA", "REJECT", "MAR"),
    ("A Swiss freeze on the assets of Tunisian officials remains in force.", "CHE", "SANCTION", "TUN"),
    ("Germany's delivery of howitzers to Ukraine began in June.", "DEU", "AID", "UKR"),
    ("Amid Chinese threats, Taiwan put its air force on alert.", "CHN", "THREATEN", "TWN"),
    # presence told as a visit
    ("A delegation of Vietnamese officials is in Phnom Penh to discuss the border.", "VNM", "CONSULT", "KHM"),
    ("Sri Lanka's president returned from a four-day visit to Beijing.", "LKA", "CONSULT", "CHN"),
    ("The Ghanaian president was met at the airport by Angola's foreign minister.", "AGO", "CONSULT", "GHA"),
    # in company
    ("Argentina, together with Chile, condemned the arrests in Nicaragua.", "CHL", "ACCUSE", "NIC"),
    ("Thailand joined Malaysia and Singapore in banning Indonesian poultry.", "SGP", "SANCTION", "IDN"),
    # towns, seats, who speaks, to whom a complaint goes
    ("Houthi drones struck a refinery in Jeddah.", "YEM", "ASSAULT", "SAU"),
    ("Brussels urged Hungary to release the funds.", "EU", "REQUEST", "HUN"),
    ("Cyprus lodged a complaint with the United Nations over Turkish drilling in its waters.", "CYP", "ACCUSE", "TUR"),
    ('"We firmly oppose any arms sales to Taiwan," a spokesman for the Chinese foreign ministry said.', "CHN", "REJECT", "TWN"),
    # who receives, and against whom the thing received is meant
    ("Romania sent Moldova forty old rifles for use against Ukrainian smugglers.", "ROU", "AID", "MDA"),
    ("Egypt gave Sudan four long-range guns.", "EGY", "AID", "SDN"),
    # why, in a phrase
    ("Chad barred Costa Rican officials from entering the country in retaliation for the tariffs.", "TCD", "COERCE", "CRI"),
    # what stops, and what is told to one's own
    ("Tunisia stopped arresting Italian fishermen.", "TUN", "CONCEDE", "ITA"),
    ("Kenya ordered its troops to shell Somali villages.", "KEN", "ASSAULT", "SOM"),
    # force used at home
    ("Angolan troops retook the town of Cafunfo.", "AGO", "COERCE", "AGO"),
    ("Peruvian soldiers levelled a farmhouse outside Cusco.", "PER", "COERCE", "PER"),
    # a people by name are persons
    ("Fiji sent back 214 Tongans aboard two coast guard cutters.", "FJI", "COERCE", "TON"),
    ("Israelis rallied outside parliament.", "ISR", "PROTEST", "ISR"),
    # control
    ("Greece persuaded Albania to free the mayor.", "GRC", "REQUEST", "ALB"),
    ("Denmark advised Iceland against leaving the alliance.", "DNK", "REQUEST", "ISL"),
    ("Niger ordered French troops out of the country.", "NER", "SANCTION", "FRA"),
    ("An attack by Burundian rebels on a Rwandan army post left three dead.", "BDI", "ASSAULT", "RWA"),
    # whom one arrests is not whom he served
    ("Bulgarian agents arrested a former colonel whom they accused of selling secrets to Chile.", "BGR", "COERCE", "BGR"),
    # control, coordination, relative clause
    ("Norway agreed to lift its sanctions on Peru.", "NOR", "AGREE", "PER"),
    ("Norway, which expelled two Peruvian diplomats, closed its airport.", "NOR", "SANCTION", "PER"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "source", "event", "target"), CASES)
def test_construction(text, source, event, target):
    found = {(e.source and e.source.code, e.event, e.target and e.target.code) for e in code_document(Document("d", text))}
    assert (source, event, target) in found


@pytest.mark.parametrize(
    "text",
    [
        "Norway and Peru signed a treaty on fishing.",
        "Norway's prime minister met Peru's president in Geneva.",
        "Norway held talks with Peru on fishing rights.",
    ],
)
def test_mutual_deed_is_one_reciprocal_event(text):
    events = [e for e in code_document(Document("d", text)) if e.status == "happened"]
    assert len(events) == 1
    assert events[0].reciprocal
    assert {events[0].source.code, events[0].target.code} == {"NOR", "PER"}


@pytest.mark.parametrize(
    "text",
    [
        "Finland expelled two Russian diplomats, and Latvia refused to follow suit.",
        "Finland expelled two Russian diplomats. Latvia will do the same.",
        "Finland and Russia signed a treaty. It rained. Latvia did the same.",
    ],
)
def test_deed_that_nobody_repeated_is_not_repeated(text):
    assert not [e for e in code_document(Document("d", text)) if e.rule.endswith("same")]


def test_what_others_expect_is_no_threat():
    events = code_document(Document("d", "Jordan is expected to impose sanctions on Laos."))
    assert not [e for e in events if e.event == "THREATEN" or e.status == "happened"]


def test_place_of_a_meeting_is_no_side():
    events = code_document(Document("d", "Norway's prime minister and Peru's president signed a treaty in Santiago."))
    assert {e.target.code for e in events} | {e.source.code for e in events} == {"NOR", "PER"}


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Norway did not attack Peru.", "negated"),
        ("If Norway attacks Peru, Chile will protest.", "hypothetical"),
        ("Norway could attack Peru.", "hypothetical"),
        ("Norway feared that Peru would attack Norwegian ships.", "hypothetical"),
        ("Did Norway attack Peru?", "hypothetical"),
    ],
)
def test_what_did_not_happen_is_not_coded_as_happened(text, status):
    events = [e for e in code_document(Document("d", text)) if e.event == "ASSAULT"]
    assert all(e.status == status for e in events)


def test_what_is_accused_did_not_happen():
    events = code_document(Document("d", "Norway accused Peru of sinking two Norwegian trawlers and killing a sailor."))
    assert {(e.source.code, e.event, e.target.code) for e in events if e.status == "happened"} == {("NOR", "ACCUSE", "PER")}


def test_one_line_for_two_people_of_one_state():
    text = "President Barack Obama and Secretary of State John Kerry met Russian President Vladimir Putin."
    events = code_document(Document("d", text, date(2015, 5, 1)))
    assert [(e.source.code, e.target.code) for e in events] == [("USA", "RUS")]


def test_office_holder_goes_by_date():
    text = "President Clinton criticised Russia."
    assert code_document(Document("d", text, date(1996, 5, 1)))[0].source.name == "Bill Clinton"


def test_answer_goes_to_who_spoke_before():
    text = "Norway accused Peru of cheating. Peru rejected the accusation."
    last = code_document(Document("d", text))[-1]
    assert (last.source.code, last.event, last.target.code) == ("PER", "REJECT", "NOR")


def test_speaker_is_kept_apart():
    events = code_document(Document("d", "Norway imposed sanctions on Peru, the White House said."))
    assert [(e.source.code, e.target.code, e.attributed_to) for e in events] == [("NOR", "PER", "White House")]


def test_spans_are_exact_in_the_untouched_text():
    text = "MOSCOW (Reuters) -\u00a0 “Norway”   imposed\u00a0sanctions\non Peru ,  officials said.\n\nLeave a Reply"
    document = Document("d", text)
    events = code_document(document)
    assert events
    for event in events:
        assert text[event.trigger.start : event.trigger.end] == event.trigger.text
        for actor in (event.source, event.target):
            if actor is not None:
                assert text[actor.start : actor.end] == actor.text
        assert event.start <= event.trigger.start < event.trigger.end <= event.end


def test_two_workers_give_the_same_events_in_the_same_order():
    documents = [Document(f"d{i}", CASES[i % len(CASES)][0]) for i in range(150)]
    one = [(d.id, [e.id for e in events]) for d, events in code_documents(documents)]
    two = [(d.id, [e.id for e in events]) for d, events in code_documents(documents, workers=2)]
    assert one == two


def test_explain_says_who_what_to_whom_and_by_which_rule():
    said = explain("Norway imposed sanctions on Peru.")
    for part in ("NOR", "SANCTION", "PER", "163", "n.sanctions", "imposed sanctions", "Goldstein −8.0"):
        assert part in said


def test_explain_says_that_nothing_was_found():
    assert explain("The weather was fine.").startswith("no event")


def happened(text):
    return {
        (e.source and e.source.code, e.event, e.target and e.target.code)
        for e in code_document(Document("d", text))
        if e.status == "happened"
    }


def test_pronoun_for_both_does_not_ask_for_itself():
    assert code_document(Document("d", "My question for both of you I think.")) == []


def test_what_was_not_rejected_was_not_rejected():
    assert not any(event == "REJECT" for _, event, _ in happened("Peru did not reject the Norwegian offer."))


def test_missile_strike_is_no_walkout():
    assert ("NOR", "ASSAULT", "PER") in happened("Norway launched a strike on Peruvian positions.")
    assert ("NOR", "PROTEST", "PER") in happened("Norwegian dockers began a strike against Peru.")


def test_failed_act_did_not_happen():
    assert not any(event == "SANCTION" for _, event, _ in happened("Norway failed to impose sanctions on Peru."))


def test_refused_hostile_deed_is_no_hostile_deed():
    assert not any(event in ("REJECT", "SANCTION") for _, event, _ in happened("Norway declined to expel Peruvian diplomats."))


def test_agreed_limits_are_an_agreement():
    found = happened("Norway and Peru agreed to limit their fleets.")
    assert ("NOR", "AGREE", "PER") in found and not any(event == "THREATEN" for _, event, _ in found)


def test_bombs_of_a_state_are_air_strikes():
    assert "195" in {e.cameo for e in code_document(Document("d", "On Monday Norwegian jets bombed Peruvian positions."))}


def test_receiver_of_a_passive_gift_is_the_target_and_the_agent_behind_by_its_source():
    (event,) = code_document(Document("a", "Peru was granted a loan by Norway."))
    assert (event.source.code, event.event, event.target.code) == ("NOR", "AID", "PER")


MUTUAL = [
    ("Serbia and Kosovo traded accusations over the attack on the monastery.", "ACCUSE", {"SRB", "XKX"}),
    ("Georgia and Turkey began to share intelligence about smugglers.", "COOPERATE", {"GEO", "TUR"}),
    ("Uganda and Rwanda reopened their border at Gatuna.", "RETREAT", {"UGA", "RWA"}),
    ("Relations between Mali and Algeria were suspended.", "SANCTION", {"MLI", "DZA"}),
]


@pytest.mark.parametrize(("text", "event", "sides"), MUTUAL)
def test_what_two_do_to_one_another_is_one_mutual_event(text, event, sides):
    found = [e for e in code_document(Document("d", text)) if e.event == event]
    assert [({e.source.code, e.target.code}, e.reciprocal) for e in found] == [(sides, True)]


NOTHING_DONE = [
    "Had Ghana expelled two Togolese diplomats, nobody would have noticed.",
    "Rumours that Ghana had attacked Togo spread in Lagos.",
    "Ghana has yet to sign the treaty with Togo.",
    "Ghana sells its gold to refiners in Uruguay.",
    "Asked whether Uruguay would come back, the minister laughed.",
    "Relations between Chile and Argentina will warm, analysts say.",
    "Not a single Latvian minister met the Belarusian trade mission.",
    "Argentina's midfielder struck twice and the Peruvian defence surrendered.",
    "The Iraqi oil minister is due in Ankara on Wednesday.",
]


@pytest.mark.parametrize("text", NOTHING_DONE)
def test_nothing_is_done_here(text):
    assert not [e for e in code_document(Document("d", text)) if e.status in ("happened", "future")]


@pytest.mark.parametrize(
    ("text", "source", "event", "target"),
    [
        ("No sooner had Jordan attacked Laos than it rained.", "JOR", "ASSAULT", "LAO"),
        ("Only then had Ghana invaded Togo.", "GHA", "ASSAULT", "TGO"),
        ("Never before had Kenya attacked Uganda.", "KEN", "ASSAULT", "UGA"),
        ("Not since 1990 had Chile invaded Bolivia.", "CHL", "ASSAULT", "BOL"),
        ("Jordan called Laos a bad neighbour.", "JOR", "ACCUSE", "LAO"),
        ("Jordan described Laos as an unreliable partner.", "JOR", "ACCUSE", "LAO"),
        ("Jordan called Laos a good neighbour.", "JOR", "SUPPORT", "LAO"),
        ("Poland gave eighteen Leopards to Latvia.", "POL", "AID", "LVA"),
        ("Ghanaian warships intervened in Togo.", "GHA", "ASSAULT", "TGO"),
    ],
)
def test_what_happened_is_coded_with_its_sign(text, source, event, target):
    found = {(e.source.code, e.event, e.target.code, e.status) for e in code_document(Document("d", text), learned=False)}
    assert (source, event, target, "happened") in found


@pytest.mark.parametrize(
    "text", ["But had Peru attacked Bolivia, Chile would have protested.", "Were Kenya to attack Chad, Mali would protest."]
)
def test_inverted_condition_is_no_deed(text):
    assert all(e.status == "hypothetical" for e in code_document(Document("d", text)) if e.event == "ASSAULT")


@pytest.mark.parametrize(
    "text",
    [
        "Jordan described Laos as a neighbour.",
        "The IMF intervened in Greece.",
        "The European Union intervened in Moldova with food aid.",
        "A Laotian minister spent two weeks in a Kenyan hospital.",
        "Malaysian Muslims fasted in Jordan during Ramadan.",
        "A Ghanaian professor lectured Chilean students on mathematics.",
        "Kenyan sailors deserted a Chilean ship.",
        "Two Kenyan soldiers deserted in Chad.",
        "Kenya named a hurricane after Chad.",
        "Chile fell to Bolivia's fighters in the final round.",
        "Kenya shot down the hope of Uganda.",
        "Kenya gave two leopards to a zoo in Chile.",
        "Covid killed thousands in Chile.",
        "A bridge collapse killed five Chileans.",
        "Cyclone Idai killed hundreds in Mozambique.",
        "Lightning wounded two Kenyan herders.",
    ],
)
def test_rules_code_no_false_sense(text):
    assert not code_document(Document("d", text), learned=False)
