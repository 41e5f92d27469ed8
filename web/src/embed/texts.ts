/** Few enough to come along in all languages. */
export const texts = {
  en: {
    title: 'Report something', about: 'What is it about?', choose: 'Please choose', other: 'Something else', subject: 'In one line',
    message: 'Tell us more (it may be shown to everybody; please name nobody)', address: 'Where is it? (optional)', name: 'Your name', email: 'E-mail', send: 'Send the report', sending: 'Sending…',
    cut: 'The connection is gone. Nothing is lost: press again, it counts only once.', wrong: 'Please check what is marked.',
    often: 'That was a bit fast. Please wait a minute.', thanks: 'Thank you. Your report has arrived.', number: 'Your tracking number',
    follow: 'Open my report', another: 'Report something else', closed: 'This form is not available here.',
    range: 'Write {min} to {max} characters.', emailWrong: 'Write an e-mail address such as ana@example.org.',
  },
  es: {
    title: 'Avisar de algo', about: '¿De qué se trata?', choose: 'Elija, por favor', other: 'Otra cosa', subject: 'En una línea',
    message: 'Cuéntenos más (puede mostrarse a todos; no nombre a nadie, por favor)', address: '¿Dónde está? (opcional)', name: 'Su nombre', email: 'Correo electrónico', send: 'Enviar el aviso', sending: 'Enviando…',
    cut: 'Se ha cortado la conexión. No se pierde nada: pulse otra vez, cuenta una sola vez.', wrong: 'Revise lo marcado, por favor.',
    often: 'Ha ido un poco deprisa. Espere un minuto, por favor.', thanks: 'Gracias. Su aviso ha llegado.', number: 'Su número de seguimiento',
    follow: 'Abrir mi aviso', another: 'Avisar de otra cosa', closed: 'Este formulario no está disponible aquí.',
    range: 'Escriba de {min} a {max} caracteres.', emailWrong: 'Escriba una dirección de correo como ana@example.org.',
  },
  fr: {
    title: 'Signaler quelque chose', about: 'De quoi s’agit-il ?', choose: 'Choisissez, s’il vous plaît', other: 'Autre chose', subject: 'En une ligne',
    message: 'Dites-nous-en plus (cela peut être montré à tous ; ne nommez personne, merci)', address: 'Où est-ce ? (facultatif)', name: 'Votre nom', email: 'Adresse e-mail', send: 'Envoyer le signalement', sending: 'Envoi…',
    cut: 'La connexion est coupée. Rien n’est perdu : appuyez encore, cela ne compte qu’une fois.', wrong: 'Vérifiez ce qui est marqué, s’il vous plaît.',
    often: 'C’était un peu rapide. Attendez une minute, s’il vous plaît.', thanks: 'Merci. Votre signalement est arrivé.', number: 'Votre numéro de suivi',
    follow: 'Ouvrir mon signalement', another: 'Signaler autre chose', closed: 'Ce formulaire n’est pas disponible ici.',
    range: 'Écrivez de {min} à {max} caractères.', emailWrong: 'Écrivez une adresse e-mail comme ana@example.org.',
  },
};

export type Language = keyof typeof texts;
