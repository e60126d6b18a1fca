import type { Corpus } from "./corpus.ts";

/** Everything else, with the words of an outage here and there. */
export const UNRELATED: Corpus = {
  fr: `
Je t'ai envoyé les photos sur WhatsApp, dis-moi ce que tu en penses
Belle journée à la plage avec les enfants ☀️
Ma voiture est en panne sur l'autoroute, j'attends la dépanneuse
Panne de réveil ce matin, en retard au boulot
On crée un groupe Messenger pour l'anniversaire de Julie
Le feu de signalisation est cassé au carrefour
J'adore les nouveaux stickers Telegram
Le train s'arrête, problème de signal sur la ligne B
Quelqu'un a une bonne recette de crêpes ?
J'ai supprimé Facebook l'an dernier et je vis mieux
Mon ascenseur est en panne depuis trois jours
Regarde ma nouvelle photo sur insta 😍
Le moral est tombé bien bas après ce match
Comment changer la photo de profil sur WhatsApp ?
Réunion à 15h, le lien est dans le mail
Ma mère vient d'apprendre à utiliser WhatsApp, trop mignonne
La chaudière ne marche plus, il fait froid
Un bon livre, un thé, et la soirée est parfaite
Mon ex m'a bloqué sur Instagram
Il pleut encore, vivement les vacances
Bon anniversaire à ma petite sœur, 20 ans déjà 🎂
Le groupe WhatsApp de la famille parle encore de politique
Mon frigo est tombé en panne en pleine canicule
J'ai appelé ma grand-mère en visio sur Messenger, elle va bien
Vu sur Facebook : un chat qui joue du piano
C'est quoi le meilleur vélo pour aller au travail ?
Je poste mes dessins sur Instagram tous les dimanches
Les serveurs du restaurant étaient débordés hier soir
Nouvelle playlist en ligne, bonne écoute à tous
Le bus 42 est en retard de vingt minutes
Tu peux me renvoyer le document par mail s'il te plaît
On se retrouve devant le cinéma à 20h, je t'écris sur WhatsApp
Plus de lait à la maison, je passe au magasin
J'ai rejoint un canal Telegram sur l'astronomie, passionnant
Le chien a mangé mes chaussures
Comment supprimer un contact sur Messenger ?
Les prix de l'essence ont encore monté
Trop de notifications de groupe, je mets tout en silencieux
Mon équipe a perdu aux tirs au but, dégoûté
Signal respecte mieux la vie privée, je trouve
Panne d'électricité dans la rue, on dîne aux bougies
Il a cassé la machine à café du bureau
Un coucher de soleil magnifique sur la Loire
Ils ont changé les couleurs de WhatsApp, je n'aime pas
Bonjour à tous
merci beaucoup
trop bien cette photo
à demain
oui bien sûr
Quelle belle surprise
je suis d'accord
bon week-end`,
  en: `
I sent you the photos on WhatsApp, tell me what you think
Lovely day at the beach with the kids ☀️
My car broke down on the motorway, waiting for the tow truck
Alarm didn't go off this morning, late for work
Making a Messenger group for Julie's birthday
The traffic signal is broken at the crossing
Love the new Telegram stickers
Train stopped, signal failure on the Northern line
Anybody got a good pancake recipe?
I deleted Facebook last year and feel better
The lift has been out of order for three days
Look at my new picture on insta 😍
Feeling down after that match
How do I change my profile picture on WhatsApp?
Meeting at 3, link is in the email
My mum just learned to use WhatsApp, so cute
The boiler stopped working, it is cold
A good book, a tea, and the evening is perfect
My ex blocked me on Instagram
Raining again, can't wait for the holidays
Happy birthday to my little sister, 20 already 🎂
The family WhatsApp group is talking politics again
My fridge broke in the middle of the heat wave
Had a video call with grandma on Messenger, she is fine
Seen on Facebook: a cat playing the piano
What is the best bike to ride to work?
I post my drawings on Instagram every Sunday
The servers at the restaurant were overwhelmed last night
New playlist online, enjoy everyone
Bus 42 is twenty minutes late
Can you mail me the document again please
Meet in front of the cinema at 8, I will text you on WhatsApp
No milk left at home, going to the shop
Joined a Telegram channel about astronomy, fascinating
The dog ate my shoes
How can I delete a contact on Messenger?
Petrol prices went up again
Too many group notifications, muting everything
My team lost on penalties, gutted
Signal is better for privacy if you ask me
Power cut in the street, dinner by candlelight
He broke the coffee machine at the office
Gorgeous sunset over the river tonight
They changed the colours of WhatsApp, I don't like it
Good morning all
thanks a lot
what a great picture
see you tomorrow
yes of course
What a nice surprise
I agree with that
have a good weekend`,
  es: `
Te mandé las fotos por WhatsApp, dime qué te parecen
Lindo día en la playa con los niños ☀️
Se me averió el coche en la autopista, espero la grúa
No sonó la alarma hoy, llego tarde al trabajo
Hacemos un grupo de Messenger para el cumple de Julia
El semáforo está roto en el cruce
Me encantan los nuevos stickers de Telegram
Tren parado, fallo de señal en la línea 5
¿Alguien tiene una buena receta de tortitas?
Borré Facebook el año pasado y vivo mejor
El ascensor lleva tres días sin funcionar
Mira mi nueva foto en insta 😍
Ando caído de ánimo tras el partido
¿Cómo se cambia la foto de perfil en WhatsApp?
Reunión a las 3, el enlace está en el correo
Mi madre acaba de aprender a usar WhatsApp, qué linda
La caldera no funciona, hace frío
Un buen libro, un té y la noche es perfecta
Mi ex me bloqueó en Instagram
Llueve otra vez, ya quiero vacaciones
Feliz cumpleaños a mi hermanita, ya 20 años 🎂
El grupo de WhatsApp de la familia habla otra vez de política
Se rompió la nevera en plena ola de calor
Hice videollamada con la abuela por Messenger, está bien
Visto en Facebook: un gato que toca el piano
¿Cuál es la mejor bici para ir al trabajo?
Subo mis dibujos a Instagram todos los domingos
Los camareros no daban abasto anoche en el restaurante
Nueva lista de canciones, que la disfruten
El autobús 42 llega veinte minutos tarde
Me puedes mandar otra vez el documento por correo por favor
Nos vemos frente al cine a las 8, te escribo por WhatsApp
No queda leche en casa, voy a la tienda
Entré en un canal de Telegram de astronomía, fascinante
El perro se comió mis zapatos
¿Cómo borro un contacto de Messenger?
Volvió a subir la gasolina
Demasiados avisos de grupos, los silencio todos
Mi equipo perdió en los penaltis, qué rabia
Signal cuida más la privacidad, me parece
Se fue la luz en la calle, cenamos con velas
Rompió la cafetera de la oficina
Qué atardecer tan bonito sobre el río
Cambiaron los colores de WhatsApp, no me gustan
Buenos días a todos
muchas gracias
qué buena foto
hasta mañana
sí, claro
Qué linda sorpresa
estoy de acuerdo
buen fin de semana`,
  pt: `
Te mandei as fotos no WhatsApp, me diz o que achou
Lindo dia na praia com as crianças ☀️
Meu carro quebrou na estrada, esperando o guincho
O despertador não tocou hoje, atrasado para o trabalho
Vamos fazer um grupo no Messenger para o aniversário da Júlia
O semáforo está quebrado no cruzamento
Adoro as novas figurinhas do Telegram
Trem parado, falha de sinal na linha 3
Alguém tem uma boa receita de panqueca?
Apaguei o Facebook no ano passado e vivo melhor
O elevador está parado há três dias
Olha a minha foto nova no insta 😍
Caí de cansaço depois do jogo
Como mudar a foto de perfil no WhatsApp?
Reunião às 15h, o link está no email
Minha mãe acabou de aprender a usar o zap, que fofa
O aquecedor não funciona, está frio
Um bom livro, um chá e a noite é perfeita
Meu ex me bloqueou no Instagram
Chovendo de novo, quero férias logo
Feliz aniversário para a minha irmãzinha, já 20 anos 🎂
O grupo da família no WhatsApp fala de política outra vez
A geladeira quebrou em plena onda de calor
Fiz chamada de vídeo com a vovó no Messenger, ela está bem
Visto no Facebook: um gato que toca piano
Qual é a melhor bicicleta para ir ao trabalho?
Posto meus desenhos no Instagram todo domingo
Os garçons não davam conta ontem no restaurante
Playlist nova no ar, aproveitem
O ônibus 42 está vinte minutos atrasado
Você me manda o documento de novo por email por favor
A gente se vê na frente do cinema às 8, te chamo no zap
Acabou o leite em casa, vou ao mercado
Entrei num canal do Telegram sobre astronomia, fascinante
O cachorro comeu os meus sapatos
Como apago um contato no Messenger?
A gasolina subiu outra vez
Notificação demais dos grupos, silenciei tudo
Meu time perdeu nos pênaltis, que raiva
O Signal cuida melhor da privacidade, eu acho
Faltou luz na rua, jantamos à luz de velas
Ele quebrou a cafeteira do escritório
Que pôr do sol lindo sobre o rio
Mudaram as cores do WhatsApp, não gostei
Bom dia a todos
muito obrigado
que foto boa
até amanhã
sim, claro
Que bela surpresa
eu concordo
bom fim de semana`,
};
