export const de = `Wird geladen …
Die Umfrage lässt sich nicht laden.
Diese Umfrage hat noch nicht begonnen.
Diese Umfrage ist beendet.
Bitte melden Sie sich an.
Absenden
Weiter
Zurück
freiwillig
Bitte beantworten Sie diese Frage.
Mindestens {0}.
Höchstens {0}.
{0} hinzufügen
{0} nach oben
{0} nach unten
{0} entfernen
Ihre Antwort wird gesendet …
Sie sind wohl offline. Ihre Antwort bleibt hier und wird noch gesendet.
Vielen Dank! Ihre Antwort zählt.
Sie haben schon geantwortet.
Meine Antwort ändern
Ihre Antwort konnte nicht gezählt werden.
Ergebnisse
Die Ergebnisse sind jetzt nicht sichtbar.
Antworten: {0}
Live
Punkte: {0}
Durchschnitt: {0}
Schließen`;
