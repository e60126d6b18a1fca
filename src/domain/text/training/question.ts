import type { Corpus } from "./corpus.ts";

/** Somebody asks whether it is down for others, too. */
export const QUESTION: Corpus = {
  fr: `
WhatsApp est en panne ?
quelqu'un d'autre a un souci avec Messenger ?
C'est moi ou insta ne charge plus ?
Vous arrivez à envoyer des messages sur whatsapp vous ?
Telegram marche chez vous ?
est ce que facebook bug pour tout le monde ou juste pour moi
Panne générale de WhatsApp ou pas ?
Y a-t-il un problème avec Signal ce soir ?
ça marche whatsapp chez vous les gens ?
Qui d'autre n'a plus Instagram ?
Dites, Messenger il est down là ?
Une panne de WhatsApp en cours quelqu'un sait ?
Vous avez aussi des soucis d'envoi de SMS ?
c'est normal que whatsapp reste sur connexion ?
Facebook planté ou c'est que moi ?
Des nouvelles de la panne Telegram ? Ça touche qui ?
Suis-je le seul à ne plus recevoir mes messages WhatsApp ?
Instagram est mort ou quoi ?
Quelqu'un peut me dire si Signal fonctionne ?
pourquoi whatsapp ne marche pas aujourd'hui ???
Vos appels Messenger passent-ils ?
Hello, est-ce que quelqu'un sait si WhatsApp est tombé ?
insta down ? 🤔
whatsapp bug non ?
Les mails arrivent chez vous ou il y a un souci ?
Problème national sur les SMS ou seulement chez moi ?
Telegram en rade, vous confirmez ?
Combien de temps va durer la panne WhatsApp ?
Ça vous fait pareil sur Facebook ou pas ?
WhatsApp web ne répond pas, vous avez la même chose ?
est-ce que messenger refonctionne chez quelqu'un ?
Qui a un problème avec whatsapp à Toulouse ?
Ça marche chez vous ?
c'est down ?
quelqu'un d'autre ?
je suis la seule ?
encore en panne ou quoi ?
vous aussi ça plante ?
Que se passe-t-il ?
panne générale ?`,
  en: `
Is WhatsApp down?
anyone else having trouble with Messenger?
Is it just me or is Instagram not loading?
can you guys send messages on whatsapp?
Does Telegram work for you?
is facebook broken for everybody or only me
Is there a global WhatsApp outage?
Anybody know if Signal has problems tonight?
whatsapp working for y'all?
Who else lost Instagram?
hey, is Messenger down right now?
Anyone know what is going on with WhatsApp?
Are your texts failing as well?
is it normal that whatsapp stays on connecting?
Facebook down or is it my phone?
Any news on the Telegram outage? who is affected?
Am I the only one not getting WhatsApp messages?
did instagram just die??
Can somebody tell me whether Signal is working?
why is whatsapp not working today???
Are Messenger calls going through for you?
Hello, does anyone know if WhatsApp crashed?
insta down? 🤔
whatsapp acting up, no?
Is email arriving for you or is something wrong?
Nationwide SMS problem or only here?
Telegram dead, can anyone confirm?
How long will WhatsApp be down?
Same on Facebook for you or not?
WhatsApp web not answering, anybody got the same?
has messenger come back for anybody?
Who has issues with whatsapp in Chicago?
Does it work for you?
is it down?
anybody else?
am I the only one?
down again or what?
crashing for you too?
What is going on?
global outage?`,
  es: `
¿Se cayó WhatsApp?
¿alguien más con problemas en Messenger?
¿Soy yo o Instagram no carga?
pueden mandar mensajes por whatsapp ustedes?
¿Os funciona Telegram?
facebook falla para todos o solo para mí?
¿Hay una caída general de WhatsApp?
¿Alguien sabe si Signal tiene problemas esta noche?
les anda el wasap gente?
¿Quién más se quedó sin Instagram?
oye, ¿Messenger está caído ahora?
¿Alguien sabe qué pasa con WhatsApp?
¿A ustedes tampoco les salen los SMS?
es normal que whatsapp se quede conectando?
¿Facebook caído o es mi teléfono?
¿Novedades de la caída de Telegram? ¿a quién afecta?
¿Seré el único que no recibe mensajes de WhatsApp?
se murió instagram o qué??
¿Alguien me dice si Signal está funcionando?
por qué no funciona whatsapp hoy???
¿Os entran las llamadas de Messenger?
Hola, ¿alguien sabe si WhatsApp se cayó?
insta caído? 🤔
whatsapp está fallando, no?
¿Les llega el correo o pasa algo?
¿Problema nacional con los SMS o solo aquí?
Telegram muerto, ¿alguien confirma?
¿Cuánto va a durar la caída de WhatsApp?
¿Os pasa lo mismo con Facebook?
WhatsApp web no responde, ¿a alguien más le pasa?
¿ya volvió messenger a alguien?
¿Quién tiene problemas con whatsapp en Sevilla?
¿Les funciona?
¿está caído?
¿a alguien más?
¿soy la única?
otra vez caído o qué?
¿a ustedes también se les cuelga?
¿Qué está pasando?
¿caída general?`,
  pt: `
O WhatsApp caiu?
mais alguém com problema no Messenger?
Sou só eu ou o Instagram não carrega?
vocês conseguem mandar mensagem no zap?
O Telegram funciona para vocês?
o facebook está ruim para todo mundo ou só para mim?
Há uma queda geral do WhatsApp?
Alguém sabe se o Signal está com problema hoje à noite?
o whats tá pegando aí gente?
Quem mais ficou sem Instagram?
ei, o Messenger caiu agora?
Alguém sabe o que aconteceu com o WhatsApp?
O SMS de vocês também não sai?
é normal o whatsapp ficar em conectando?
Facebook caiu ou é o meu celular?
Novidades da queda do Telegram? quem foi afetado?
Serei o único que não recebe mensagens do WhatsApp?
o instagram morreu foi??
Alguém me diz se o Signal está funcionando?
por que o whatsapp não funciona hoje???
As chamadas do Messenger entram para vocês?
Olá, alguém sabe se o WhatsApp caiu?
insta caiu? 🤔
zap tá bugado, né?
O email chega para vocês ou tem algo errado?
Problema nacional no SMS ou só aqui?
Telegram morto, alguém confirma?
Quanto tempo vai durar a queda do WhatsApp?
Acontece o mesmo com vocês no Facebook?
WhatsApp web não responde, mais alguém?
o messenger já voltou para alguém?
Quem está com problema no whatsapp em Recife?
Está funcionando para vocês?
caiu?
mais alguém?
sou a única?
caiu de novo ou o quê?
travando para vocês também?
O que está acontecendo?
queda geral?`,
};
