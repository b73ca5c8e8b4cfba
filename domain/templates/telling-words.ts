/**
 * Words that tell more than a message may: what ails the patient, what is done about it, or which speciality sees them. Whoever picks
 * up the phone would learn it. HIPAA leaves reminders free (45 CFR 164.506) and asks for the least that serves (164.502(b)).
 * Beginnings of words, without accents, in both languages.
 */
const beginnings = [
  // Specialities.
  ...['allerg', 'alerg', 'anesthe', 'anestes', 'cardio', 'chiropract', 'quiropract', 'dermat', 'endocrin', 'gastro'],
  ...[
    'geriatr',
    'gineco',
    'gyneco',
    'hemato',
    'hepato',
    'immunolog',
    'inmunolog',
    'infertil',
    'nephro',
    'nefro',
    'neuro',
  ],
  ...[
    'obstetr',
    'oncolog',
    'ophthalm',
    'oftalm',
    'orthop',
    'ortop',
    'otolaryng',
    'otorrino',
    'pediatr',
    'podiatr',
    'podolog',
  ],
  ...[
    'proctolog',
    'psychiat',
    'psiquiat',
    'psycho',
    'psico',
    'pulmon',
    'neumolog',
    'radiolog',
    'radioter',
    'rheumat',
    'reumat',
  ],
  ...['urolog', 'venereolog', 'bariatr', 'hospice', 'fertil', 'detox', 'desintoxic', 'rehab'],
  // What ails.
  ...[
    'abort',
    'addict',
    'adicci',
    'aids',
    'alcohol',
    'alzheimer',
    'anxiety',
    'ansiedad',
    'arthrit',
    'artrit',
    'asthma',
    'asma',
  ],
  ...[
    'cancer',
    'carcino',
    'cirrho',
    'cirros',
    'dementia',
    'demencia',
    'depress',
    'depresi',
    'diabet',
    'embaraz',
    'epilep',
    'glaucoma',
  ],
  ...[
    'hepatit',
    'herpes',
    'hiv',
    'hypertens',
    'hipertens',
    'leukemi',
    'leucemi',
    'melanom',
    'menopaus',
    'migraine',
    'migrana',
  ],
  ...[
    'obes',
    'overdos',
    'pregnan',
    'psoria',
    'schizo',
    'esquizo',
    'seizure',
    'convulsi',
    'sida',
    'std',
    'sti',
    'suicid',
    'syphil',
  ],
  ...[
    'sifilis',
    'tubercul',
    'tumor',
    'ulcer',
    'vih',
    'autis',
    'adhd',
    'tdah',
    'opioid',
    'opioide',
    'methadon',
    'metadona',
    'suboxone',
  ],
  // What is done about it, and how it came out.
  ...[
    'biops',
    'chemo',
    'quimio',
    'colonoscop',
    'colposcop',
    'dialys',
    'dialis',
    'diagnos',
    'endoscop',
    'mammogra',
    'mamogra',
  ],
  ...[
    'papanicol',
    'pap smear',
    'prenatal',
    'prostat',
    'surger',
    'cirug',
    'therap',
    'terapia',
    'transplant',
    'trasplant',
    'vasectom',
  ],
  ...[
    'test result',
    'lab result',
    'resultado',
    'prognos',
    'pronostic',
    'insulin',
    'vaccin',
    'vacuna',
    'ultrasound',
    'ultrasonido',
  ],
] as const;

/** What is only telling as a word of its own: `std` begins no other, `sti` many. */
const whole = new Set(['aids', 'sida', 'std', 'sti', 'hiv', 'vih', 'asma', 'rehab', 'adhd', 'tdah', 'obes']);

const telling = new RegExp(
  `(?<![\\p{L}])(?:${beginnings.map((word) => (whole.has(word) ? `${word}(?![\\p{L}])` : `${word}\\p{L}*`)).join('|')})`,
  'gu',
);

/** The telling words of a text, as they stand in it, each once. */
export function tellingWords(text: string): string[] {
  // One letter stays one letter, so that what is found can be shown as it was written.
  const letters = Array.from(text.normalize('NFC'));
  const plain = letters.map((letter) => Array.from(letter.normalize('NFD'))[0]?.toLowerCase() ?? letter);
  const found = [...plain.join('').matchAll(telling)].map((match) => {
    const start = Array.from(plain.join('').slice(0, match.index)).length;
    return letters.slice(start, start + Array.from(match[0]).length).join('');
  });
  return [...new Set(found)];
}
