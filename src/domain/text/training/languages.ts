import type { TextLanguage } from "../text-languages.ts";

/** Everyday sentences, so that a language is not known by its outages only. */
export const EVERYDAY: Readonly<Record<TextLanguage, string>> = {
  fr: `
je ne sais pas ce qui se passe mais c'est très bizarre
il faut que vous essayiez de redémarrer votre téléphone
nous avons attendu plus d'une heure avant d'avoir une réponse
est-ce que tu peux me dire où sont les autres s'il te plaît
c'était vraiment une très bonne idée, merci beaucoup à tous
ils disent que cela devrait être réparé dans la journée
depuis hier soir on ne peut rien faire avec cette application
quand je clique dessus il y a toujours la même erreur
bonjour à toutes et à tous, voici les nouvelles du jour
elle était déjà partie quand nous sommes arrivés chez eux
ça ne me dérange pas du tout, au contraire
aucune idée, chez nous tout va bien pour l'instant
les écoles sont fermées aujourd'hui à cause de la neige
mon frère et ma sœur habitent près de la gare
peut-être qu'on devrait appeler quelqu'un pour être sûrs
pourquoi personne n'en parle alors que c'est grave`,
  en: `
I don't know what is happening but this is very strange
you should try to restart your phone and see if that helps
we have been waiting for more than an hour to get an answer
could you please tell me where the others are
that was a really good idea, thanks a lot everyone
they say it should be fixed by the end of the day
since last night we can't do anything with this app
when I click on it there is always the same error
good morning everybody, here is the news of the day
she had already left when we arrived at their house
it doesn't bother me at all, quite the opposite
no idea, everything seems fine over here for now
the schools are closed today because of the snow
my brother and my sister live near the station
maybe we should call someone just to be sure
why does nobody talk about this when it is serious`,
  es: `
no sé qué está pasando pero esto es muy raro
deberías intentar reiniciar tu teléfono a ver si ayuda
llevamos más de una hora esperando una respuesta
me puedes decir por favor dónde están los demás
fue una idea muy buena, muchas gracias a todos
dicen que debería estar arreglado hoy mismo
desde anoche no podemos hacer nada con esta aplicación
cuando hago clic siempre aparece el mismo error
buenos días a todos, aquí van las noticias del día
ella ya se había ido cuando llegamos a su casa
no me molesta para nada, al contrario
ni idea, por aquí todo bien de momento
las escuelas están cerradas hoy por la nieve
mi hermano y mi hermana viven cerca de la estación
quizás deberíamos llamar a alguien para estar seguros
por qué nadie habla de esto si es tan grave`,
  pt: `
não sei o que está acontecendo mas isso é muito estranho
você deveria tentar reiniciar o telefone para ver se ajuda
estamos esperando há mais de uma hora por uma resposta
você pode me dizer por favor onde estão os outros
foi uma ideia muito boa, muito obrigado a todos
dizem que deve ser consertado ainda hoje
desde ontem à noite não conseguimos fazer nada com esse aplicativo
quando eu clico aparece sempre o mesmo erro
bom dia a todos, aqui vão as notícias do dia
ela já tinha ido embora quando chegamos à casa deles
não me incomoda nem um pouco, pelo contrário
não faço ideia, por aqui está tudo bem por enquanto
as escolas estão fechadas hoje por causa da neve
o meu irmão e a minha irmã moram perto da estação
talvez a gente devesse ligar para alguém para ter certeza
por que ninguém fala disso se é tão grave`,
};

/** Neighbours that would be mistaken for one of ours: what looks most like them has no language. */
export const NEIGHBOURS: Readonly<Record<string, string>> = {
  de: `
ich weiß nicht was gerade passiert aber das ist sehr seltsam
WhatsApp geht nicht mehr, keine Nachrichten kommen an
ist bei euch auch alles ausgefallen oder nur bei mir
wir warten schon seit über einer Stunde auf eine Antwort
die Störung wurde behoben, danke für eure Geduld
guten Morgen zusammen, hier sind die Nachrichten des Tages
vielleicht sollten wir jemanden anrufen um sicher zu sein
seit gestern Abend funktioniert die App überhaupt nicht`,
  it: `
non so cosa sta succedendo ma è molto strano
WhatsApp non funziona più, i messaggi non arrivano
è caduto anche da voi o solo da me
stiamo aspettando una risposta da più di un'ora
il problema è stato risolto, grazie per la pazienza
buongiorno a tutti, ecco le notizie del giorno
forse dovremmo chiamare qualcuno per essere sicuri
da ieri sera l'applicazione non va proprio`,
  nl: `
ik weet niet wat er gebeurt maar dit is heel vreemd
WhatsApp doet het niet meer, er komen geen berichten binnen
ligt het er bij jullie ook uit of alleen bij mij
we wachten al meer dan een uur op een antwoord
de storing is verholpen, bedankt voor jullie geduld
goedemorgen allemaal, hier is het nieuws van de dag
misschien moeten we iemand bellen om zeker te zijn
sinds gisteravond werkt de app helemaal niet`,
};
