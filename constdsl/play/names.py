"""Invented names of persons, always the same ones, so that a history reads like a story and tests can cite it."""

from __future__ import annotations

__all__ = ["name"]

_GIVEN = (
    "Amara", "Bertil", "Chiara", "Dariush", "Eilidh", "Farid", "Grace", "Haruto", "Ines", "Jamal", "Katarina", "Lars",
    "Mireille", "Nikhil", "Oksana", "Pablo", "Qiang", "Rosa", "Samuel", "Tamar", "Ugo", "Valentina", "Wanjiru",
    "Xavier", "Yusuf", "Zofia", "Anselm", "Beatriz", "Caspar", "Dalia", "Emeka", "Fatima", "Goran", "Hana", "Ivo",
    "Jadwiga", "Kofi", "Leila", "Mateo", "Nadia", "Olaf", "Priya", "Rafael", "Sigrid", "Tomas", "Uma", "Viktor",
    "Winnie", "Ximena", "Yara", "Zoltan", "Aoife", "Bashir", "Clara", "Dmitri", "Esther", "Fabian", "Giulia",
    "Hassan", "Ingrid", "Joaquin", "Kamala", "Luka", "Malika", "Niamh", "Omar", "Paloma", "Rustam", "Saoirse",
    "Tariq", "Ulla", "Vikram", "Wei", "Yelena", "Zainab", "Arjun", "Brigid", "Cyrus", "Dorota", "Elias", "Freya",
    "Gulnara", "Hugo", "Imani", "Jun", "Kirsten", "Lazar", "Mina", "Nils", "Odile", "Pavel", "Ramona", "Stellan",
    "Thandi", "Ursula", "Vasil", "Wojtek", "Yana", "Zubin", "Agnes", "Bram", "Celeste", "Duc", "Eszter", "Felipe",
    "Gerda", "Hinata", "Isak", "Jelena", "Kwame", "Linh", "Marek", "Noor", "Oscar", "Petra", "Rohan", "Simone",
    "Tunde", "Urban", "Violeta", "Wilma", "Yohannes", "Zeynep", "Aslan", "Bianca", "Cato", "Dunja", "Enzo", "Florian",
    "Gita", "Hilde", "Idris", "Johanna", "Kazimir", "Lucia", "Mehmet", "Nora", "Otto", "Pilar", "Radu", "Selma",
    "Timo", "Ulises", "Vera",
)  # fmt: skip

_FAMILY = (
    "Abara", "Bergman", "Castillo", "Demir", "Eriksen", "Fontaine", "Ghosh", "Hoang", "Iwata", "Jansen", "Kaya",
    "Lindqvist", "Mbeki", "Nakamura", "Okafor", "Park", "Qureshi", "Rossi", "Santos", "Takeda", "Ueda", "Varga",
    "Weber", "Xu", "Yilmaz", "Zhang", "Adeyemi", "Brandt", "Costa", "Dvorak", "Engel", "Farkas", "Gonzalez", "Haddad",
    "Ibarra", "Joshi", "Keller", "Laurent", "Moreau", "Nguyen", "Olsen", "Pereira", "Quispe", "Rahman", "Silva",
    "Tanaka", "Uzun", "Vidal", "Wagner", "Yamada", "Zamora", "Almeida", "Bakker", "Chowdhury", "Diallo", "Esposito",
    "Fischer", "Garcia", "Hernandez", "Iqbal", "Jovanov", "Kamau", "Larsen", "Mendes", "Novak", "Ortega", "Popescu",
    "Romero", "Sato", "Toth", "Usman", "Virtanen", "Wilson", "Yang", "Zielony", "Aydin", "Bello", "Cohen", "Duarte",
    "Eze", "Ferrari", "Greco", "Hughes", "Ito", "Jimenez", "Karim", "Lopez", "Murphy", "Nwosu", "Okoye", "Patel",
    "Reyes", "Schmidt", "Tesfaye", "Ueno", "Vogel", "Watanabe", "Yeboah", "Zeller", "Ahmadi", "Berisha", "Conti",
    "Danso", "Eklund", "Flores", "Gruber", "Horvat", "Ilves", "Jensen", "Kovac", "Lang", "Molnar", "Nair", "Oduya",
    "Petrescu", "Rojas", "Singh", "Tran", "Unger", "Vasquez", "Walsh", "Yoon", "Zander", "Arslan", "Benali", "Cruz",
    "Dubois", "Etxeberria", "Fofana", "Gupta", "Hakim", "Isaksen", "Juhasz", "Kim", "Lund", "Maina", "Niemi",
    "Oyelaran", "Prasad", "Ramos", "Suzuki", "Tamm", "Ulrich", "Verma",
)  # fmt: skip


def name(number: int) -> str:
    """The invented name of a person, by number from 0: the same number always has the same name.

    Distinct for every number; beyond 20,736 an ordinal follows. ValueError below 0.
    """
    if number < 0:
        raise ValueError(f"persons are numbered from 0, not {number}")
    if number == 0:
        return "Vera Orlova"
    rounds, rest = divmod(number - 1, len(_GIVEN) * len(_FAMILY))
    turns, given = divmod(rest, len(_GIVEN))
    # Family names shift by one with every turn, so that neighbours share neither name.
    family = _FAMILY[(given + turns) % len(_FAMILY)]
    return f"{_GIVEN[given]} {family}" + (f" {rounds + 1}" if rounds else "")
