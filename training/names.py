"""Other names in the same trees: the treebanks hold few of the states and people the news is full of.

"Trump" must not be taken for a verb, nor "Islamabad said" for anything but a capital speaking. Names of states, capitals and
people in the training text are now and then replaced by others of their kind; the tree stays as it is.
"""

# a hundred quoted names would hide what the lists are

from __future__ import annotations

from dataclasses import replace
from random import Random

from treebanks import Sentence

STATES = (
    "Afghanistan Albania Algeria Argentina Armenia Australia Austria Azerbaijan Bangladesh Belarus Belgium Bolivia Bosnia "
    "Brazil Britain Bulgaria Canada Chile China Colombia Croatia Cuba Cyprus Egypt Estonia Ethiopia Finland France "
    "Georgia Germany Greece Hungary India Indonesia Iran Iraq Israel Italy Japan Jordan Kazakhstan Kosovo Kuwait Latvia "
    "Lebanon Libya Lithuania Malaysia Mexico Moldova Morocco Myanmar Nepal Nigeria Norway Pakistan Panama Peru Poland "
    "Portugal Qatar Romania Russia Rwanda Serbia Singapore Somalia Spain Sudan Sweden Switzerland Syria Taiwan Tajikistan "
    "Thailand Tunisia Turkey Ukraine Uzbekistan Venezuela Vietnam Yemen Yugoslavia Zimbabwe"
).split()
CAPITALS = (
    "Ankara Athens Baghdad Baku Beijing Beirut Belgrade Berlin Brussels Budapest Cairo Canberra Damascus Delhi Dhaka "
    "Geneva Hanoi Havana Helsinki Islamabad Jakarta Jerusalem Kabul Kiev Kyiv Lahore Lisbon London Madrid Minsk Moscow "
    "Oslo Ottawa Paris Prague Pyongyang Riga Riyadh Rome Seoul Stockholm Taipei Tallinn Tbilisi Tehran Tokyo Vienna "
    "Vilnius Warsaw Washington Yerevan"
).split()
NATIONAL = (
    "Afghan Albanian American Armenian Australian Azerbaijani Bangladeshi Belarusian Brazilian British Canadian Chinese "
    "Cuban Egyptian Estonian European French Georgian German Greek Indian Indonesian Iranian Iraqi Israeli Italian "
    "Japanese Korean Latvian Lebanese Libyan Mexican Norwegian Pakistani Palestinian Polish Russian Saudi Serbian Soviet "
    "Spanish Sudanese Swedish Syrian Taiwanese Turkish Ukrainian Venezuelan Vietnamese"
).split()
GIVEN = (
    "Ali Angela Atal Barack Benazir Bill Boris Colin David Dmitry Donald Emmanuel Fumio George Hassan Hillary Hu Igor "
    "Imran Jack James Joe John Kamala Kim Lloyd Madeleine Maria Mikhail Mohammad Narendra Nawaz Nikita Olaf Pervez Rex "
    "Rishi Ronald Sergei Shinzo Tony Viktor Vladimir Volodymyr Warren Wang Xi Yevgeny"
).split()
SURNAMES = (
    "Abbas Abe Advani Albright Antonov Assad Austin Baker Bhutto Biden Blair Blinken Bolton Brezhnev Bush Carter "
    "Chernomyrdin Chirac Christopher Clinton Dulles Erdogan Gandhi Gates Gorbachev Gujral Hagel Harris Hollande Ivanov "
    "Jaishankar Johnson Kerry Khamenei Khan Khrushchev Kissinger Kozyrev Lavrov Lukashenko Macron Mattis Medvedev Merkel "
    "Modi Musharraf Netanyahu Nixon Obama Orban Panetta Patrushev Peskov Pompeo Poroshenko Powell Primakov Putin Qureshi "
    "Rao Reagan Rice Rouhani Rubio Rumsfeld Ryabkov Saakashvili Sarkozy Scholz Sharif Shoigu Singh Stalin Starmer "
    "Sullivan Sunak Swaraj Tillerson Truman Trump Vajpayee Vance Xi Yanukovych Yeltsin Zardari Zarif Zelenskyy"
).split()
# One-word names that stand for one another. States and capitals mix: both speak and act in the news.
_KINDS = {name: kind for kind in (STATES + CAPITALS, NATIONAL) for name in kind}
SHARE = 0.5


def person_names(sentences: list[Sentence]) -> tuple[set[str], set[str]]:
    """Return the first and the later words of the names of people: proper nouns joined by `flat`."""
    first, later = set(), set()
    for sentence in sentences:
        for i, relation in enumerate(sentence.relations):
            head = sentence.heads[i]
            if relation == "flat" and sentence.xpos[i] == sentence.xpos[head] == "NNP" and len(sentence.words[i]) > 2:
                first.add(sentence.words[head])
                later.add(sentence.words[i])
    return first - set(_KINDS), later - set(_KINDS)


def rename(sentences: list[Sentence], random: Random) -> list[Sentence]:
    """Return the sentences of one document with half of the states, capitals and people named otherwise, alike throughout."""
    first, later = person_names(sentences)
    chosen: dict[str, str] = {}

    def other(word: str) -> str:
        kind = _KINDS.get(word) or (SURNAMES if word in later else GIVEN if word in first else None)
        if word not in chosen:
            chosen[word] = random.choice(kind) if kind and random.random() < SHARE else word
        return chosen[word]

    return [
        replace(
            sentence,
            words=tuple(
                other(word) if tag == "NNP" or word in NATIONAL else word
                for word, tag in zip(sentence.words, sentence.xpos, strict=True)
            ),
            # Lemmas of names are the names themselves; the lemmatizer learns from the untouched text.
            lemmas=sentence.lemmas,
        )
        for sentence in sentences
    ]
