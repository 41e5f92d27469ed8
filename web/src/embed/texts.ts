export const languages = ['en', 'es', 'fr'] as const;

export type Language = (typeof languages)[number];

/** Few enough to come along in all languages: each text in the order of the languages. */
const texts = {
  title: ['Report something', 'Avisar de algo', 'Signaler quelque chose'],
  about: ['What is it about?', '¿De qué se trata?', 'De quoi s’agit-il ?'],
  choose: ['Please choose', 'Elija, por favor', 'Choisissez, s’il vous plaît'],
  other: ['Something else', 'Otra cosa', 'Autre chose'],
  subject: ['In one line', 'En una línea', 'En une ligne'],
  message: [
    'Tell us more (it may be shown to everybody; please name nobody)',
    'Cuéntenos más (puede mostrarse a todos; no nombre a nadie, por favor)',
    'Dites-nous-en plus (cela peut être montré à tous ; ne nommez personne, merci)',
  ],
  address: ['Where is it? (optional)', '¿Dónde está? (opcional)', 'Où est-ce ? (facultatif)'],
  name: ['Your name', 'Su nombre', 'Votre nom'],
  email: ['E-mail', 'Correo electrónico', 'Adresse e-mail'],
  send: ['Send the report', 'Enviar el aviso', 'Envoyer le signalement'],
  sending: ['Sending…', 'Enviando…', 'Envoi…'],
  cut: [
    'The connection is gone. Nothing is lost: press again, it counts only once.',
    'Se ha cortado la conexión. No se pierde nada: pulse otra vez, cuenta una sola vez.',
    'La connexion est coupée. Rien n’est perdu : appuyez encore, cela ne compte qu’une fois.',
  ],
  resumed: [
    'Your report from before is being sent again. It counts only once.',
    'Su aviso de antes se está enviando otra vez. Cuenta una sola vez.',
    'Votre signalement de tout à l’heure est renvoyé. Il ne compte qu’une fois.',
  ],
  wrong: [
    'Please check what is marked.',
    'Revise lo marcado, por favor.',
    'Vérifiez ce qui est marqué, s’il vous plaît.',
  ],
  often: [
    'That was too often for now. Please wait a while and try again; nothing is lost.',
    'Por ahora ha sido demasiado seguido. Espere un poco e inténtelo otra vez; no se pierde nada.',
    'C’était trop fréquent pour l’instant. Attendez un peu et réessayez ; rien n’est perdu.',
  ],
  thanks: [
    'Thank you. Your report has arrived.',
    'Gracias. Su aviso ha llegado.',
    'Merci. Votre signalement est arrivé.',
  ],
  number: ['Your tracking number', 'Su número de seguimiento', 'Votre numéro de suivi'],
  follow: ['Open my report', 'Abrir mi aviso', 'Ouvrir mon signalement'],
  another: ['Report something else', 'Avisar de otra cosa', 'Signaler autre chose'],
  anotherWithout: ['Report something else without these photos', 'Avisar de otra cosa sin estas fotos', 'Signaler autre chose sans ces photos'],
  already: [
    'An earlier version of this report has arrived already. Press again to send this one, too.',
    'Una versión anterior de este aviso ya ha llegado. Pulse otra vez para enviar también esta.',
    'Une version précédente de ce signalement est déjà arrivée. Appuyez encore pour envoyer aussi celle-ci.',
  ],
  closed: [
    'This form is not available here.',
    'Este formulario no está disponible aquí.',
    'Ce formulaire n’est pas disponible ici.',
  ],
  range: [
    'Write {min} to {max} characters.',
    'Escriba de {min} a {max} caracteres.',
    'Écrivez de {min} à {max} caractères.',
  ],
  emailWrong: [
    'Write an e-mail address such as ana@example.org.',
    'Escriba una dirección de correo como ana@example.org.',
    'Écrivez une adresse e-mail comme ana@example.org.',
  ],
  cutOff: [
    'The form could not be loaded.',
    'No se pudo cargar el formulario.',
    'Le formulaire n’a pas pu être chargé.',
  ],
  retry: ['Try again', 'Intentarlo otra vez', 'Réessayer'],
  refused: [
    'This could not be taken. Please try again later.',
    'Esto no se pudo aceptar. Inténtelo más tarde, por favor.',
    'Cela n’a pas pu être accepté. Réessayez plus tard, s’il vous plaît.',
  ],
  check: ['Please check this.', 'Revise esto, por favor.', 'Vérifiez ceci, s’il vous plaît.'],
  here: ['Use my location', 'Usar mi ubicación', 'Utiliser ma position'],
  forget: ['Remove my location', 'Quitar mi ubicación', 'Retirer ma position'],
  nowhere: [
    'Your location could not be found. Please write it above.',
    'No se encontró su ubicación. Escríbala arriba, por favor.',
    'Votre position est introuvable. Écrivez-la ci-dessus, s’il vous plaît.',
  ],
  photos: ['Photos (optional)', 'Fotos (opcional)', 'Photos (facultatif)'],
  photosHint: [
    'Up to {count} pictures of at most {max} MB each: JPEG, PNG, WebP or GIF.',
    'Hasta {count} imágenes de {max} MB como máximo cada una: JPEG, PNG, WebP o GIF.',
    'Jusqu’à {count} images de {max} Mo au plus chacune : JPEG, PNG, WebP ou GIF.',
  ],
  tooLarge: [
    '{name} was not taken: it is too large.',
    '{name} no se aceptó: es demasiado grande.',
    '{name} n’a pas été acceptée : elle est trop grande.',
  ],
  noPicture: [
    '{name} was not taken: it is no picture we can read.',
    '{name} no se aceptó: no es una imagen que podamos leer.',
    '{name} n’a pas été acceptée : ce n’est pas une image que nous pouvons lire.',
  ],
  otherType: [
    '{name} was not taken: it is not what its name says.',
    '{name} no se aceptó: no es lo que dice su nombre.',
    '{name} n’a pas été acceptée : elle n’est pas ce que dit son nom.',
  ],
  full: [
    '{name} was not taken: this report has all the files it can hold.',
    '{name} no se aceptó: este aviso ya tiene todos los archivos que puede tener.',
    '{name} n’a pas été acceptée : ce signalement a tous les fichiers qu’il peut contenir.',
  ],
  notTaken: ['{name} was not taken.', '{name} no se aceptó.', '{name} n’a pas été acceptée.'],
  remove: ['Remove {name}', 'Quitar {name}', 'Retirer {name}'],
  photosSent: [
    '{sent} of {all} photos have arrived.',
    'Han llegado {sent} de {all} fotos.',
    'Photos arrivées : {sent} sur {all}.',
  ],
  photosCut: [
    'The connection was cut. Your photos are still here.',
    'Se ha cortado la conexión. Sus fotos siguen aquí.',
    'La connexion a été coupée. Vos photos sont toujours là.',
  ],
  next: ['What happens next', 'Qué pasa ahora', 'Et maintenant'],
  step1: [
    'Your report goes to the people who take care of such things.',
    'Su aviso va a quienes se ocupan de estas cosas.',
    'Votre signalement va à celles et ceux qui s’en occupent.',
  ],
  step2: [
    'They look into it. You can follow every step with your number.',
    'Lo examinan. Puede seguir cada paso con su número.',
    'Ils l’examinent. Vous pouvez suivre chaque étape avec votre numéro.',
  ],
  step3: [
    'When it is done, tell us whether it is good. If it is not, open it again.',
    'Cuando esté hecho, díganos si está bien. Si no lo está, ábralo otra vez.',
    'Quand c’est terminé, dites-nous si c’est bon. Sinon, rouvrez-le.',
  ],
} satisfies Record<string, readonly [string, string, string]>;

export type Texts = Record<keyof typeof texts, string>;

/** The language that was asked for, else the page's, else the first of the browser's that we speak. */
export function spoken(asked: string | null): Language {
  const all = [asked, document.documentElement.lang, ...navigator.languages].map((l) => l?.slice(0, 2).toLowerCase());
  return (all.find((l) => languages.includes(l as Language)) ?? 'en') as Language;
}

/** The texts in the language of the moment: who holds them reads the new ones once another is spoken. */
export class Words {
  readonly t = {} as Texts;
  language: Language = 'en';

  speak(language: Language) {
    this.language = language;
    Object.entries(texts).forEach(([name, all]) => (this.t[name as keyof Texts] = all[languages.indexOf(language)]!));
  }

  /** Of what a tenant wrote himself: in that language, else in any that there is. */
  of<T>(by: Record<string, T>): T | undefined {
    return by[this.language] ?? Object.values(by)[0];
  }
}
