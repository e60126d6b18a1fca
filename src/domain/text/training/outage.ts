import type { Corpus } from "./corpus.ts";

/** Somebody says that it does not work. */
export const OUTAGE: Corpus = {
  fr: `
WhatsApp ne marche plus depuis 10 minutes
impossible d'envoyer un message sur whatsapp ce matin
Panne WhatsApp, rien ne part, tout reste sur une coche
Messenger est complètement mort chez moi et chez mes collègues
insta bug encore, le fil ne charge pas du tout
plus rien sur Telegram, ça tourne dans le vide
Moi aussi, whatsapp planté à Lyon
#whatsappdown pareil ici, aucun message reçu depuis 14h
Les appels WhatsApp coupent tous, même en 4G
Facebook en rade, page blanche partout
Signal ne se connecte pas, erreur réseau en boucle
Je n'arrive plus à ouvrir Messenger, l'appli plante direct
encore une panne chez Meta, Instagram et Facebook HS
whatsap bloqué sur connexion en cours depuis une heure
Impossible de me connecter à Facebook, ça me déconnecte tout seul
Mes SMS ne partent plus ce soir, échec d'envoi à chaque fois
Les photos ne s'envoient plus sur whatsapp 😡
Telegram en panne ? en tout cas plus aucun canal ne charge ici
Chez nous au bureau personne ne reçoit les messages WhatsApp
Instagram buggé, impossible de publier une story
WhatsApp Web affiche déconnecté sur tous nos postes
rien ne fonctionne sur fb messenger depuis ce midi, c'est lourd
Gros bug sur Signal, les notifs arrivent avec 2 heures de retard
Pas de message depuis ce matin, whatsapp est tombé 🤬
Serveur Telegram inaccessible depuis la Belgique
mes mails ne passent plus, le serveur refuse tout
Idem à Marseille, WhatsApp ne charge plus les vocaux
Messenger HS : message non envoyé, message non envoyé, message non envoyé
Toujours pas de connexion WhatsApp, 45 minutes que ça dure
Le code de vérification WhatsApp n'arrive jamais, ça bloque tout le monde
L'application Instagram refuse de s'ouvrir, écran noir
Facebook ne répond plus, ni sur mobile ni sur ordi
Ça ne marche plus
en panne encore une fois
toujours rien, les messages ne partent pas
HS ici aussi
ça bug à mort depuis tout à l'heure
plus de connexion, tout est bloqué
C'est mort à Bordeaux
Rien ne charge
encore et encore une panne, j'en ai marre
hors service depuis midi
les messages n'arrivent plus
ne fonctionne pas non plus en Belgique
de nouveau planté, incroyable
l'envoi échoue tout le temps
tout est coupé chez nous
Impossible d'envoyer quoi que ce soit`,
  en: `
WhatsApp is down again, nothing is sending
messages stuck on one tick for the last 20 minutes
Instagram won't load my feed at all
Can't log in to Facebook, it keeps kicking me out
Telegram down in Germany, connecting forever
me too, whatsapp not working in London
#whatsappdown since 9am, no messages coming through
Messenger keeps crashing as soon as I open it
Signal isn't delivering anything, calls fail as well
our whole team lost whatsapp web at the same time
still can't send photos on WhatsApp 😤
insta is broken, stories won't upload
Yep, Facebook is dead here as well, blank page
WhatsApp calls drop after two seconds, same for my family
no texts going out since this morning, sms failed every time
Telegram servers unreachable from Spain right now
watsapp not connecting on wifi or mobile data
Getting "something went wrong" on Messenger over and over
Outage on Instagram: error 5xx everywhere
Emails bouncing all day, server keeps refusing them
Same here, Signal stuck on connecting for half an hour
whatsapp business api returns errors for all our messages
Facebook and Insta both down, can't refresh anything
nobody in the office can receive WhatsApp messages
Voice notes won't download on WhatsApp, spinning circle
Messenger not loading any chats 😡😡
Verification code for WhatsApp never arrives, tried ten times
Telegram has stopped working completely for me
DMs are not going through on Instagram, third time this week
WhatsApp has been offline for an hour in Kenya
ugh signal just died, none of my messages leave the phone
fb down down down, can't even open the app
It's down
down again today
still nothing, messages won't go out
dead here too
not working since a while
no connection, everything stuck
Down in Manchester
Nothing loads
yet another outage, so fed up
out of service since noon
messages do not arrive any more
doesn't work in Ireland either
crashed again, unbelievable
sending fails all the time
totally down for us
Cannot send anything whatsoever`,
  es: `
WhatsApp no funciona desde hace media hora
se cayó Instagram otra vez, no carga nada
No puedo enviar mensajes por whatsapp
Caída de Facebook en México, página en blanco
Telegram no conecta, se queda en actualizando
a mí también, whatsapp caído en Madrid
#whatsappcaido nada llega desde las 3
Messenger se cierra solo cada vez que lo abro
Signal no entrega los mensajes, fallan las llamadas también
en la oficina nadie recibe nada por WhatsApp
Las fotos no se envían en wasap 😡
insta fallando, no se suben las historias
Facebook me saca de la sesión y no deja entrar
Las llamadas de WhatsApp se cortan todas hoy
mis SMS no salen, error al enviar siempre
Servidores de Telegram inaccesibles desde Argentina
whatsap no conecta ni con wifi ni con datos
Otra vez el mensaje de algo salió mal en Messenger
Caído Instagram, error por todas partes
El correo rebota todo el día, el servidor no acepta nada
Igual aquí, Signal pegado en conectando hace rato
WhatsApp Web desconectado en todos los equipos
No sirve ni Facebook ni Instagram, no se puede actualizar
Los audios de WhatsApp no se descargan 🤬
Messenger no carga ningún chat desde la mañana
El código de verificación de WhatsApp no llega nunca
Telegram dejó de funcionar por completo
No salen los mensajes directos de Instagram, tercera vez esta semana
Sigue sin funcionar WhatsApp, ya van 45 minutos
Aquí en Bogotá tampoco anda el wasap
los mensajes se quedan con un solo check, whatsapp muerto
no abre la app de facebook, pantalla negra
Ya no funciona
se cayó otra vez hoy
sigue sin salir ningún mensaje
muerto aquí también
va fatal desde hace un rato
no hay conexión, todo bloqueado
Caído en Valencia
No carga nada
otra caída más, qué hartazgo
fuera de servicio desde el mediodía
los mensajes ya no llegan
en Chile tampoco funciona
otra vez colgado, increíble
falla el envío todo el tiempo
está totalmente caído para nosotros
No puedo enviar absolutamente nada`,
  pt: `
WhatsApp não funciona há meia hora
o Instagram caiu de novo, não carrega nada
Não consigo enviar mensagem no whatsapp
Facebook fora do ar no Brasil, página em branco
Telegram não conecta, fica atualizando para sempre
aqui também, zap caiu em São Paulo
#whatsappcaiu nada chega desde as 15h
Messenger fecha sozinho toda vez que abro
Signal não entrega as mensagens, chamadas falham também
no escritório ninguém recebe nada pelo WhatsApp
As fotos não vão no zap 😡
insta bugado, os stories não sobem
O Facebook me desconecta e não deixa entrar
As ligações do WhatsApp caem todas hoje
meus SMS não saem, erro ao enviar sempre
Servidores do Telegram inacessíveis em Portugal
whats não conecta nem no wifi nem no 4G
De novo a mensagem de algo deu errado no Messenger
Instagram com instabilidade, erro em todo lugar
Meu email volta o dia inteiro, o servidor recusa tudo
Mesma coisa aqui, Signal preso em conectando
WhatsApp Web desconectado em todas as máquinas
Não abre Facebook nem Instagram, não dá para atualizar
Os áudios do WhatsApp não baixam 🤬
Messenger não carrega nenhuma conversa desde cedo
O código de verificação do WhatsApp nunca chega
O Telegram parou de funcionar completamente
Direct do Instagram não envia, terceira vez esta semana
Continua sem funcionar o WhatsApp, já são 45 minutos
Em Lisboa o whatsapp também está em baixo
mensagem fica só com um risquinho, zap morreu
não abre o app do facebook, tela preta
Não funciona mais
caiu de novo hoje
continua sem sair nenhuma mensagem
morto aqui também
está péssimo já faz um tempo
sem conexão, tudo travado
Fora do ar em Salvador
Não carrega nada
mais uma queda, que saco
fora de serviço desde o meio-dia
as mensagens já não chegam
em Angola também não funciona
travou de novo, inacreditável
o envio falha o tempo todo
totalmente fora do ar para nós
Não consigo enviar nada de nada`,
};
