"""The words that the bot must never say, by rule, and the few that may stand although they look like them.

English and Korean stand in one pattern: people mix them, and a word of one is none of the other.
"""

import re


def _any(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns), re.IGNORECASE)


DISEASES = _any(
    r"\b(?:herpes|cellulitis|sep(?:sis|tic)|anaphyla\w+|thrombosis|embol\w+|necro\w+|folliculitis|dermatitis"
    r"|eczema)\b",
    r"\b(?:shingles|impetigo|erysipelas|a stroke|a blood clot)\b",
    r"헤르페스|봉와직염|연조직염|패혈증|아나필락시스|혈전|색전|괴사|뇌졸중|피부염|모낭염|대상포진|결막염|뇌경색",
)

NAMED = _any(
    r"\binfect(?:ion|ed)\b|\ballerg\w+|\bburn(?:ed|t)?\b(?! ?(?:,|or))|\bkeloids?\b",
    r"감염|알레르기|알러지|화상|켈로이드",
)

ASSERTED = _any(
    r"\b(?:this|that|it|you|your \w+)(?:.s| is| are| has| have| looks?(?: like)?| sounds?(?: like)?"
    r"| seems?(?: like)?"
    r"| may be| might be| could be| must be|.ve got)\b[^.?!\n]{0,25}?\b(?:infect(?:ion|ed)|allerg\w+|burn(?:ed"
    r"|t)?|keloid)\b",
    r"(?:감염|알레르기|알러지|화상|켈로이드)[^.?!\n]{0,6}?(?:이에요|예요|입니다|같아요|같습니다|된 것|으로 보"
    r"|로 보|일 수 있)",
)

OF_THE_GUIDE = _any(
    r"in rare cases there is an infection, dark marks or an allergic reaction",
    r"• you have an infection now|• your scars tend to grow thick \(keloids\)",
    r"드물게 감염, 색소침착\(거뭇한 자국\), 알레르기 반응이 생겨요|• 지금 감염이 있어요|체질이에요\(켈로이드\)"
    r"|입술 물집\(단순포진\)",
)
"""The guide's sentences about people in general: rare side effects, and who must ask a specialist first."""

DOSES = _any(
    r"\b\d+(?:\.\d+)? ?(?:mg|mcg|ml|cc|tablets?|pills?|capsules?|drops)\b",
    r"\b(?:one|two|three|half an?|a couple of) (?:tablets?|pills?|capsules?)\b|\bevery \d+ hours\b",
    r"\b(?:take|taken) [^.\n]{0,30}\b(?:once|twice|\d+ times|three times) (?:a|per|each) day",
    r"\d+ ?(?:mg|ml|cc|밀리|정씩|알씩|알을|캡슐)|[한두세] ?(?:알|정)(?:씩|을|만)|\d+시간마다"
    r"|하루 ?[0-9한두세]+ ?(?:번|회) ?(?:복용|드세요|드시)",
)

MEDICINES = _any(
    r"\b(?:ibuprofen|paracetamol|acetaminophen|tylenol|advil|naproxen|diclofenac|aspirin|acyclovir|aciclovir"
    r"|valacyclovir"
    r"|valaciclovir|valtrex|isotretinoin|ro?accutane|prednis\w+|amoxicillin|doxycycline|hydrocortisone"
    r"|antihistamines?"
    r"|benadryl|lidocaine|warfarin|steroids?)\b",
    r"이부프로펜|타이레놀|아세트아미노펜|파라세타몰|아스피린|부루펜|애드빌|나프록센|아시클로버|발트렉스"
    r"|이소트레티노인|로아큐탄|스테로이드|항히스타민|후시딘|마데카솔",
)

TAKING = _any(
    r"\b(?:stop|start|skip|pause|change|double|halve|take|keep taking) (?:taking |using )?(?:your|the|any|an?"
    r"|this|that|more|it)"
    r"(?: prescribed)? ?(?:medicines?|medication|tablets?|antibiotics?|antivirals?|blood thinners?|pills?"
    r"|pain ?killers?)\b",
    r"(?:약|항생제|항바이러스제|진통제|연고)(?:은|는|을|를|도)? ?(?:그만 |더 |안 )?"
    r"(?:끊으세요|끊어|중단하|멈추|시작하세요|바꾸세요|줄이세요|드세요|드셔도|드시면 돼|복용하세요|복용하시면)",
)

NOT_BY_YOURSELF = _any(
    r"(?:please )?do not (?:start, |start or )?stop(?: or change)? (?:aspirin, blood thinners or )?(?:a"
    r"|any) prescribed"
    r" medicine (?:by )?yourself",
    r"(?:아스피린, 피를 묽게 하는 약, )?처방받은 약을 (?:스스로"
    r"|혼자 판단해서) (?:시작하거나 )?끊(?:거나 바꾸)?지(?:는)? 마세요",
)
"""The one thing that may be said about taking medicine."""

COMFORT = _any(
    r"\bnormal\b|\b(?:don.t|do not|no need to) worry\b|\b(?:nothing|not) serious\b|\bwait and see\b"
    r"|\bprobably\b|\bharmless\b",
    r"\b(?:is|are|it.s|that.s|be|looks?|completely|perfectly|quite|just) (?:fine|ok|okay|all right|alright"
    r"|common|usual)\b",
    r"\bnothing to (?:worry|fear)|\bmost likely\b|\brelax\b|\bgoes? away (?:by itself|on its own)",
    r"😊|🙂|😀|👍|정상|괜찮|걱정 ?(?:하지 ?)?(?:마|말|없)|아마|지켜보|지켜봐|별일|별거|흔해|흔한|안심|대수롭"
    r"|심각하지|저절로 (?:가라앉|나아|없어)",
)

PHOTOS = _any(
    r"\b(?:send|upload|share|attach|show|post)(?: me| us)?(?: an?| your| the| some)? (?:photos?|pictures?"
    r"|selfies?|pics?)\b",
    r"\b(?:in|from|on|judging by) (?:your|this|that|the) (?:photo|picture|selfie|pic)\b",
    r"\b(?:photo|picture|selfie|pic) (?:shows|looks|seems|suggests)\b|\bi (?:can )?see (?:in|from|your)\b",
    r"사진(?:을|도|만)? ?(?:보내|올려|찍어)|사진(?:을|으로) 보(?:니|면)|사진 ?(?:상|속)|사진에(?:는|서)",
)

NEVER_PHOTOS = _any(r"please send no [^.]*photos", r"사진은 보내지 마세요")

CLEARANCES = _any(
    r"\brule (?:has )?ended\b|\brule ends\b|\bfree from\b|\bcleared\b|\ball clear\b|\blast day (?:was|is)\b"
    r"|\bwait is over\b",
    r"\btips?\b|\boffers?\b|\bdiscount|\brate (?:us|your)|\breview us|\bbook (?:your|a|the) next",
    r"제한 ?(?:기간)?이? ?끝|제한 기간이 아니|기간은? .{0,12}까지였|꿀팁|할인|이벤트|후기|별점|평가해",
)

SEEN = _any(
    r"\b(?:clinic|staff|nurse|doctor|team|someone|somebody|person|we) (?:has|have|will|is|are|was"
    r"|were)(?: already| been| now| be| being)*"
    r" (?:seen|read|told|informed|notified|alerted|received|reading|looking|contact|call you|get back|reply"
    r"|answer)",
    r"\bi(?:.ve| have| will|.ll| am)?(?: just| now)? (?:sent|told|passed|forwarded|noted|notified|informed"
    r"|alerted|telling|sending)\b",
    r"\b(?:sent|passed on|forwarded) to the clinic\b|\bnoted it for\b|\bon the clinic.s list\b",
    r"전달(?:했|됐|되었|됩|해 드렸|해 드릴|할게|하겠)|기록했|기록해 두|목록에 올렸|(?:병원|의료진|직원"
    r"|선생님)(?:에|께|이|에게)?[^.\n]{0,8}"
    r"(?:알렸|알려 드렸|알려 드릴게|확인했|확인하고 있|보고 있어요|연락드릴|연락할 거)|곧 (?:연락|답)",
)

NOBODY = _any(r"이 채팅은 (?:아무도|다른 사람이) 보고 있지 않", r"nobody (?:else )?(?:reads|watches|sees)")

YES = _any(
    r"\byes\b(?! and no)",
    r"\byou (?:can|may)(?: now| already| again)? (?:go|have|drink|use|do|start|swim|fly|smoke|exercise|wear|put"
    r"|shave|wax|wash|eat"
    r"|train|run|restart|return|resume|enjoy)\b|\byou(?:.re| are) (?:now )?(?:free|safe|allowed|good|fine"
    r"|cleared|ok)\b",
    r"\b(?:is|are|it.s|that.s|should be) (?:now )?(?:ok|okay|fine|safe|allowed|permitted|alright"
    r"|all right)\b(?!\?| for me)",
    r"\bsafe to\b|\bgo ahead\b|\bfeel free\b|\ball clear\b|\bcleared (?:to|for)\b|\bno problem\b|^sure\b"
    r"|✅ ?(?:ok|yes)",
    r"가능해요|가능합니다|가능하세요|괜찮아요|괜찮습니다|괜찮으세요|허용|문제없|문제 없|^네[,.! ]|^그럼요",
    r"(?:[가해타써도셔마드먹워아어려라셔]도) ?(?:돼요|됩니다|되세요|돼\b|괜찮)(?!\?|”|나요)",
)

NO_YES = _any(
    r"[^.\n]{0,12}전화하셔도 돼요",
    r"아래를 눌러도 돼요",
    r"/can – what is allowed today",
    r"바로 해도 된다는 뜻은 아니",
)
"""Words that allow no activity: calling, tapping, the name of a command."""

ENDS = _any(
    r"\brule ended|\brule ends before|\bthe rule has ended|\busual wait over|\bwaiting time ended"
    r"|제한 기간이? ?끝|제한이 끝나|제한 기간이 아니|기다리는 기간 끝|기간은 .{0,14}까지였"
)

STILL = _any(
    r"\b(?:skin|cuts)\b[^\n]*\b(?:wait|ask your clinic|ask the clinic)|\bask your clinic|\bmust agree first"
    r"|calm, closed skin",
    r"(?:아물|딱지)[^\n]*병원에|병원에 먼저 물어|병원 확인이 먼저|다 아물었을 때만",
)

_TO = r"(?: ?(?:to|or|and|–|-|~) ?(?P<{0}>\d+))?"
TIMES = (
    re.compile(rf"\b(?P<a>\d+){_TO.format('b')} (?P<unit>hour|day|night|week|month|year)s?\b", re.IGNORECASE),
    re.compile(rf"\b(?P<unit>day|week|month)s? (?P<a>\d+){_TO.format('b')}\b", re.IGNORECASE),
    re.compile(rf"(?<!\d)(?P<a>\d+){_TO.format('b')} ?(?P<unit>시간|일|주|개월|달|년|박)"),
)
UNITS = {"hour": "h", "day": "d", "night": "d", "week": "w", "month": "m", "year": "y"}
UNITS |= {"시간": "h", "일": "d", "박": "d", "주": "w", "개월": "m", "달": "m", "년": "y"}
KOREAN_DATE = re.compile(r"\d{1,2}월 ?\d{1,2}일|\d{4}년")

PROMISES = _any(
    r"\bguarantee\w*|\b100 ?%|\bwe promise\b|\byou will (?:look|see|love)|\byears younger\b|\b(?:better"
    r"|safer) than (?:other|any)\b",
    r"\bbest (?:clinic|treatment|in)\b|\bbefore.and.after\b|\bno risk\b|\brisk.free\b|\bpermanent results?\b",
    r"보장|100 ?%|확실히|무조건|다른 병원|최고의|최고예요|젊어져|젊어 보|전후 사진|부작용(?:이|은)? 없"
    r"|위험(?:이|은) 없|영구적|반드시 좋아",
)

CLAIMS = _any(
    r"\bproven methods?\b|\btested for safety\b|\bhardly ever rejects\b|\bhelp each other\b|\blifts? the skin\b"
    r"|\bsynerg\w+|\bmore powerful\b"
    r"|\bvirtually no\b|\bclinically (?:validated|proven)\b|\bto use their own blood\b",
    r"검증된 방법|안전성을 확인|거부 ?반응|시너지|서로 (?:돕|도와)|상승효과|리프팅|강력|임상적으로 입증",
)

GUIDE = _any(r"your clinic.s guide|the guide says|it says", r"안내문")

RISK = _any(r"no treatment is free of risk", r"위험이 전혀 없는 시술은 없")

BLAME = _any(
    r"\bshould(?:n.t| not) have\b|\byou should have\b|\bwhy (?:did|didn.t|would) you\b|\byour (?:own )?fault\b"
    r"|\byou (?:were|had been) told\b",
    r"\b(?:i|we) told you\b|\bcareless|\birresponsible\b|\bbad (?:idea|choice)\b|\bdisappoint\w*|\bfoolish|\bsilly\b"
    r"|\bmust not have\b|\bshame\b|\bnever again\b",
    r"왜 (?:그|하|하셨|드|드셨|마|마셨|가셨|안|이렇게)|말았어야|말라고 했|하지 말라니|잘못하셨|잘못했|실수하셨"
    r"|조심하셨어야|했어야|실망|탓이|그러시면 안|혼나",
)

DISSUADING = _any(
    r"\b(?:no need|not necessary|needn.t|(?:do not|don.t) (?:need|have)) to (?:call|phone|ring|contact|see a"
    r"|go to|visit|ask)\b",
    r"\b(?:do not|don.t|please don.t|never) (?:call|phone|ring|contact|bother|visit)\b|\binstead of (?:calling"
    r"|phoning|seeing)",
    r"\bbefore you (?:call|phone)[^.\n]*(?:wait|try)|\bonly call if\b|\bcan wait (?:until|till|for) (?:tomorrow"
    r"|monday|your next)",
    r"전화(?:는|를)? ?(?:하지 ?마|하지 않아도|안 하셔도|할 필요)|연락(?:하지 ?마|하지 않으셔도|할 필요)|(?:병원"
    r"|응급실)에? ?(?:안 )?(?:가지 않아도|오지 않으셔도|오실 필요|갈 필요|안 가셔도)|전화하기 전에 [^.\n]*기다",
)

CALL = _any(r"\bcall\b|\bphone\b|see a doctor", r"전화|의료진에게 보이세요")
