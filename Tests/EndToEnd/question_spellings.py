"""Addresses as people type them: abbreviated, in another order, with a typing error."""


def typo(word, random):
    """One letter wrong, missing, twice or exchanged."""
    place = random.randrange(len(word))
    kind = random.randrange(4)
    if kind == 0:
        return word[:place] + word[place + 1 :]
    if kind == 1:
        return word[:place] + random.choice("abcdefghijklmnoprstuvwz") + word[place + 1 :]
    if kind == 2:
        return word[:place] + word[place] + word[place:]
    if place + 1 == len(word):
        place -= 1
    return word[:place] + word[place + 1] + word[place] + word[place + 2 :]


SHORT = [("straat", "str"), ("laan", "ln"), ("weg", "wg"), ("singel", "sgl"), ("dijk", "dk")]


def abbreviated(street):
    for long, short in SHORT:
        if street.endswith(long) and len(street) > len(long) + 2:
            return street[: -len(long)] + short
    return street


def spelled(address, random):
    """A question for an address as people write it."""
    street, number, letter, addition, code, place, _ = address
    style = random.randrange(8)
    house = f"{number}{letter}" + (f"-{addition}" if addition else "")
    if style == 0:
        return f"{street} {house} {place}"
    if style == 1:
        return f"{street.upper()} {number} {letter} {addition} {place.lower()}".replace("  ", " ")
    if style == 2:
        return f"{code[:4]} {code[4:].lower()} {house}"
    if style == 3:
        return f"{code.lower()} {number} {letter.lower()}{addition}".strip()
    if style == 4:
        return f"{abbreviated(street)} {house}, {place}"
    if style == 5:
        return f"{street.replace(' ', '')} {house} {place}"
    words = street.split(" ")
    longest = max(range(len(words)), key=lambda i: len(words[i]))
    if len(words[longest]) < 5:
        return f"{street} {house} {place}"
    words[longest] = typo(words[longest], random)
    if style == 6:
        return f"{' '.join(words)} {house} {place}"
    return f"{place} {' '.join(words).lower()} {house}"


def label(address):
    """The address as the registers write it, which is what an answer shows."""
    street, number, letter, addition, code, place, _ = address
    return f"{street} {number}{letter}" + (f"-{addition}" if addition else "") + f", {code} {place}"
