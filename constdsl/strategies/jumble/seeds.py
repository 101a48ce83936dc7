"""Small constitutions that are in order, to be damaged: between them they use every form of the language."""

from __future__ import annotations

__all__ = ["SEEDS"]

SEEDS = (
    '''constitution "The Club"
status player "member of the club"
attribute age in years
class Meeting: player and age >= 16
body Committee {
  seats 7 elected by Meeting from player for 1 year
}
Meeting may remove any member of Committee on petition of 10%
Committee may confer player on anyone
Committee may revoke player from any player by two-thirds
guarantee "decide": Committee cannot control Meeting
guarantee "recall": Meeting can remove any member of Committee
''',
    '''status citizen
status extremist
class Electors: citizen and not extremist
body Soviet {
  seats 75 as town elected by Electors from citizen nominated by Soviet, Party at least 2 candidates for 4 years
  seats 1 per 25_000 of Numbered as land elected by Electors by secret ballot for 4 years
  decides by majority of present
  quorum half
}
class Numbered: citizen numbering 500_000
office Premier { elected by Soviet from member of Soviet for 4 years }
body Security { seats 5 appointed by Premier with consent of Soviet for life }
body Party { seats 9 co-opted for life }
Security may confer extremist on any citizen unless member of Soviet
Soviet may annul confer extremist by two-thirds
guarantee "choice": no body alone can choose the candidates for Soviet
guarantee "purge": no two bodies together can bar any citizen from Soviet within 8 years
guarantee "one hat": never member of Premier and member of Security
''',
    '''constitution "Emergency"
flag war while not Assembly is sitting
act publish "print what one likes"
class All: anyone
office Monarch { for life }
body Assembly { seats 60 elected by All for 4 years convened by Monarch every 6 months }
article 1 "Liberties" {
  anyone may publish unless war
  only Monarch may dissolve Assembly when not war
  Assembly may lift war
}
article 2 unpublished {
  Monarch may declare war
  Monarch may suspend article 1 when war
  Assembly may amend any article by three-quarters of members
  Monarch may veto amend any article
}
article 1 is suspended during war
article 2 prevails over article 1
article 1 is entrenched
guarantee "press": Monarch cannot bar anyone from publish
guarantee "law": Monarch cannot amend article 1
guarantee "block": Monarch and Assembly together can block amend any article
''',
    '''status comrade within citizen
status citizen
act strike_work
class Comrades: comrade
body Central { seats 12 elected by Comrades from comrade while comrade for 5 years decides by 7 votes }
body Soviet { seats 100 elected by Comrades nominated by Central vetted by Court funded by Central, Court
  at most 3 candidates surplus settled by Central each naming at most 2 for 2.5 years
  at most 2 terms together with Central, Board }
body Court { seats 9 drawn by lot from citizen for 1 year }
body Joint { joining Soviet, Central }
body Board { seats 1 held by Secretary seats 3 co-opted }
office Secretary { elected by Central from member of Central for 5 years }
comrade is bound by Central in voting, nominating, standing
members of Board are bound by Secretary in voting
members of Soviet are free
assume 87% of Soviet are comrade
assume 13 members of Soviet side with Central
Central may direct Board
any comrade must not strike_work
Secretary must convene Central
Secretary may extend Central with consent of Soviet
Soviet may enlarge Board by more than half of votes where not comrade
guarantee "soviet": Central cannot control Soviet within 10 years
guarantee "stall": no body but Soviet, Joint alone can paralyse Soviet
guarantee "one people": always citizen or not comrade
''',
    '''law "Choices"
use "other.const"
attribute origin: worker, peasant, other
status voter
class Voters: voter and (origin = worker or not origin = other)
office Registrar { appointed by House for 3 years }
option striking "Who may strike names" {
  choice strict { Registrar may strike any candidate for House }
  choice mild { House may nominate any voter for House }
}
body House { seats 5 elected by Voters from voter and origin != peasant for 2 years }
article 6 {
  unclear "leading core" interpreted by Registrar with consent of House {
    reading narrow { }
    reading wide { Registrar may appoint any voter to House }
  }
}
Registrar may revoke voter from any origin = peasant
act take_oath makes voter
any origin = worker may take_oath
guarantee "house": Registrar cannot bar any origin = worker from House
guarantee "fill": Registrar can appoint any voter to House
guarantee "names": Registrar can nominate any voter for House
''',
)
