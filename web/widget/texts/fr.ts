export const fr = `Chargement…
Le sondage ne peut pas être chargé.
Ce sondage n’est pas encore ouvert.
Ce sondage est terminé.
Veuillez vous connecter.
Envoyer
Suivant
Retour
facultatif
Veuillez répondre à cette question.
Au moins {0}.
Au plus {0}.
Ajouter {0}
Monter {0}
Descendre {0}
Retirer {0}
Envoi de votre réponse…
Vous semblez hors ligne. Votre réponse est conservée et sera envoyée.
Merci ! Votre réponse compte.
Vous avez déjà répondu.
Modifier ma réponse
Votre réponse n’a pas pu être comptée.
Résultats
Les résultats ne sont pas visibles.
Réponses : {0}
En direct
Points : {0}
Moyenne : {0}
Fermer`;
