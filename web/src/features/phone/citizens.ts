import { local } from '../../shared/storage';

/** Somebody to be for a while. The numbers are reserved for fiction or belong to nobody here: nothing is ever sent to them. */
export type Citizen = { name: string; phone: string; language: 'en' | 'es' | 'fr' };

const born: Citizen[] = [
  { name: 'Peter', phone: '+447700900101', language: 'en' },
  { name: 'Ana', phone: '+34600111201', language: 'es' },
  { name: 'Luc', phone: '+33639980101', language: 'fr' },
];

const key = 'phone.visitors';

/** Ofcom's numbers for drama: 07700 900000 to 900999. */
function fresh(known: Citizen[]) {
  const taken = new Set([...born, ...known].map((c) => c.phone));
  for (;;) {
    const phone = `+447700900${String(Math.floor(Math.random() * 1_000)).padStart(3, '0')}`;
    if (!taken.has(phone)) {
      return phone;
    }
  }
}

export const citizens = () => [...born, ...(local.read<Citizen[]>(key) ?? [])];

/** Most of them that one browser remembers. */
const maxVisitors = 20;

/** Somebody of whom nothing is known yet. */
export function newcomer(name: string, language: Citizen['language']): Citizen {
  const known = local.read<Citizen[]>(key) ?? [];
  const made = { name: `${name} ${known.length + 1}`, phone: fresh(known), language };
  local.write(key, [...known, made].slice(-maxVisitors));
  return made;
}

/** What one might say first: it shows a report, an answer and a person taking over. */
export const openings: Record<string, Record<Citizen['language'], string[]>> = {
  default: {
    en: ['There is a deep pothole at Calle Mayor 5', 'When is the library open?', 'I want to talk to a person'],
    es: ['Hay un bache enorme en la calle Mayor 5', '¿Cuándo abre la biblioteca?', 'Quiero hablar con una persona'],
    fr: ['Il y a un nid-de-poule rue Mayor 5', 'Quand ouvre la bibliothèque ?', 'Je veux parler à une personne'],
  },
  parish: {
    en: ['When is mass on Sunday?', 'I would like to sign my daughter up for catechism', 'I want to talk to a person'],
    es: ['¿A qué hora es la misa del domingo?', 'Quiero apuntar a mi hija a catequesis', 'Quiero hablar con una persona'],
    fr: ['À quelle heure est la messe dimanche ?', 'Je voudrais inscrire ma fille au catéchisme', 'Je veux parler à une personne'],
  },
  techcorp: {
    en: ['I forgot my password', 'The export fails with an error since this morning', 'I want my money back'],
    es: ['He olvidado mi contraseña', 'La exportación da un error desde esta mañana', 'Quiero que me devuelvan el dinero'],
    fr: ['J’ai oublié mon mot de passe', 'L’export échoue avec une erreur depuis ce matin', 'Je veux être remboursé'],
  },
};
