import type { Corpus } from "./corpus.ts";

/** Somebody laughs about an outage: it is still a sign that one is on people's minds. */
export const JOKE: Corpus = {
  fr: `
WhatsApp en panne, enfin une excuse pour ne pas répondre à ma belle-mère 😂
tout le monde débarque sur Twitter parce que insta est mort mdr
Zuckerberg a encore débranché la prise pour passer l'aspirateur
Panne WhatsApp : j'ai parlé avec ma famille, ils ont l'air sympas
Quand Facebook tombe je redécouvre que j'ai un mari 🤣
L'ingénieur de Meta en train de chercher le bouton on/off lol
Sans WhatsApp je vais devoir envoyer un pigeon voyageur
mdr les gens qui redémarrent leur box parce que messenger est down
Instagram HS, les influenceurs vont devoir travailler ptdr
Meilleure journée de l'année : le groupe WhatsApp de l'école est muet 😂😂
Le stagiaire de chez Telegram a renversé son café sur le serveur
Merci la panne, mon patron ne peut plus m'écrire 😎
Moi qui secoue mon téléphone pour faire partir le message WhatsApp 🤡
Facebook down, ma tante ne peut plus m'envoyer de prières mdrrr
On va devoir se parler en vrai, quelle horreur 😱😂
RIP WhatsApp, parti trop tôt, comme mes vacances
insta en panne, où vais-je montrer mes lasagnes maintenant
Signal en panne, retour aux signaux de fumée lol
Tout Twitter en ce moment : dix mille personnes qui rient de WhatsApp
La panne dure, des ados ont vu le soleil pour la première fois 🤣
Qui a débranché WhatsApp ? J'ai besoin de drama moi 😭😂
Le hamster qui fait tourner les serveurs de Facebook est mort 🐹
Minute de silence pour ceux qui draguaient sur insta
Jour 1 sans WhatsApp : on mange déjà les plantes vertes
Elon en train de rire devant la panne de Meta 🍿
Mon crush va croire que je l'ignore, merci messenger 💀
Tout le monde sur Telegram pendant la panne : coucou les réfugiés 👋😂
Éteignez et rallumez Zuckerberg, ça marche avec ma box
Ma vie sociale est en panne depuis plus longtemps que WhatsApp
Facebook est tombé, il s'est fait mal ? 😅`,
  en: `
WhatsApp is down, finally an excuse not to answer my mother in law 😂
everyone running to Twitter because insta died lol
Zuckerberg unplugged the server to vacuum again
WhatsApp outage: talked with my family, they seem nice
When Facebook goes down I remember that I have a husband 🤣
Meta engineers looking for the on/off button like lmao
Without WhatsApp I shall be sending a pigeon
lol at people rebooting their router because messenger is down
Instagram dead, influencers will have to get jobs haha
Best day of the year: the school WhatsApp group is silent 😂😂
The Telegram intern spilled coffee over the server
Thank you outage, my boss can't text me 😎
Me shaking my phone to make the WhatsApp message go 🤡
Facebook down and my aunt cannot send me prayers hahaha
We will have to talk in person, the horror 😱😂
RIP WhatsApp, gone too soon, like my weekend
insta is down, where do I post my lasagna now
Signal is down, back to smoke signals lol
All of Twitter right now: ten thousand people laughing at WhatsApp
The outage goes on, teenagers saw the sun for the first time 🤣
Who unplugged WhatsApp? I need my drama 😭😂
The hamster running the Facebook servers has died 🐹
A minute of silence for everyone flirting on insta
Day 1 without WhatsApp: we are already eating the house plants
Elon laughing at the Meta outage 🍿
My crush will think I ignore them, thanks messenger 💀
Everyone on Telegram during the outage: welcome refugees 👋😂
Have you tried turning Zuckerberg off and on again
My social life has been down longer than WhatsApp
Facebook fell, did it get hurt? 😅`,
  es: `
Se cayó WhatsApp, por fin una excusa para no contestarle a mi suegra 😂
todos corriendo a Twitter porque murió insta jajaja
Zuckerberg desenchufó el servidor para pasar la aspiradora
Caída de WhatsApp: hablé con mi familia, parecen buena gente
Cuando se cae Facebook me acuerdo de que tengo marido 🤣
El ingeniero de Meta buscando el botón de encender jajaj
Sin WhatsApp voy a tener que mandar una paloma mensajera
jaja los que reinician el router porque se cayó messenger
Instagram muerto, los influencers tendrán que trabajar jajajaja
El mejor día del año: el grupo de WhatsApp del cole en silencio 😂😂
El becario de Telegram tiró el café encima del servidor
Gracias caída, mi jefe no puede escribirme 😎
Yo agitando el teléfono para que salga el mensaje de WhatsApp 🤡
Facebook caído y mi tía sin poder mandarme oraciones jajaja
Vamos a tener que hablar en persona, qué horror 😱😂
QEPD WhatsApp, se fue muy pronto, como mis vacaciones
insta caído, dónde enseño ahora mi lasaña
Signal caído, volvemos a las señales de humo jaja
Todo Twitter ahora mismo: diez mil personas riéndose de WhatsApp
Sigue la caída, los adolescentes vieron el sol por primera vez 🤣
¿Quién desenchufó WhatsApp? Necesito mi chisme 😭😂
Murió el hámster que mueve los servidores de Facebook 🐹
Un minuto de silencio por los que ligaban en insta
Día 1 sin WhatsApp: ya nos comemos las plantas
Elon riéndose de la caída de Meta 🍿
Mi crush va a creer que lo ignoro, gracias messenger 💀
Todos en Telegram durante la caída: bienvenidos refugiados 👋😂
Prueben a apagar y encender a Zuckerberg
Mi vida social lleva caída más tiempo que WhatsApp
Se cayó Facebook, ¿se lastimó? 😅`,
  pt: `
O WhatsApp caiu, enfim uma desculpa para não responder à sogra 😂
todo mundo correndo pro Twitter porque o insta morreu kkkk
Zuckerberg desligou o servidor da tomada para passar o aspirador
Queda do WhatsApp: conversei com a minha família, parecem legais
Quando o Facebook cai eu lembro que tenho marido 🤣
O engenheiro da Meta procurando o botão de ligar kkkkk
Sem zap vou ter que mandar um pombo-correio
kkk o povo reiniciando o roteador porque o messenger caiu
Instagram morto, os influencers vão ter que trabalhar rsrs
Melhor dia do ano: o grupo da escola no zap em silêncio 😂😂
O estagiário do Telegram derrubou café no servidor
Obrigado queda, meu chefe não consegue me escrever 😎
Eu sacudindo o celular para a mensagem do WhatsApp sair 🤡
Facebook caiu e minha tia não consegue mandar oração kkkkkk
Vamos ter que conversar pessoalmente, que horror 😱😂
RIP WhatsApp, foi cedo demais, como as minhas férias
insta caiu, onde vou mostrar a minha lasanha agora
Signal caiu, de volta aos sinais de fumaça kkk
O Twitter inteiro agora: dez mil pessoas rindo do WhatsApp
A queda continua, adolescentes viram o sol pela primeira vez 🤣
Quem desligou o WhatsApp? Preciso da minha fofoca 😭😂
Morreu o hamster que gira os servidores do Facebook 🐹
Um minuto de silêncio por quem paquerava no insta
Dia 1 sem zap: já estamos comendo as plantas
Elon rindo da queda da Meta 🍿
Meu crush vai achar que eu ignoro, valeu messenger 💀
Todo mundo no Telegram durante a queda: bem-vindos refugiados 👋😂
Já tentaram desligar e ligar o Zuckerberg
Minha vida social está fora do ar há mais tempo que o WhatsApp
O Facebook caiu, se machucou? 😅`,
};
