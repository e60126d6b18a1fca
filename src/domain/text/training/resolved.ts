import type { Corpus } from "./corpus.ts";

/** Somebody says that it works again. */
export const RESOLVED: Corpus = {
  fr: `
WhatsApp remarche chez moi
c'est bon, Messenger est revenu
Ça y est, les messages repartent enfin
Panne terminée, insta fonctionne à nouveau
tout est rentré dans l'ordre sur Telegram 🙏
WhatsApp de retour ! tous mes messages arrivent d'un coup
Le problème est résolu, merci pour votre patience
Facebook est rétabli depuis dix minutes
ouf, mes SMS passent de nouveau
Signal refonctionne en Suisse
Incident clos : le service est entièrement rétabli
Retour à la normale pour Instagram
whatsapp re ok ici à Lille
Yes ça remarche ! 🎉 insta est revenu
Les appels Messenger fonctionnent à nouveau
Réparé, la connexion Telegram est revenue
Mes mails arrivent de nouveau, fin de la panne
Fin de l'incident WhatsApp, service rétabli à 18h20
c'est réparé pour facebook, enfin
Plus de souci sur Signal, tout est reparti
Service rétabli, nos équipes surveillent la situation
je reçois enfin les codes, whatsapp est réparé
Bonne nouvelle, Instagram charge de nouveau normalement
La panne est finie ? chez moi tout marche
Depuis 5 minutes tout remarche sur Facebook
Alerte levée, la messagerie est de nouveau disponible
Messenger remis en route, plus aucun bug de mon côté
Telegram est reparti après deux heures
Le correctif est déployé, incident résolu
Ah ! les photos whatsapp passent à nouveau 🥳`,
  en: `
WhatsApp is working again for me
ok, Messenger is back
Finally, messages are going out again
Outage over, insta works again
everything back to normal on Telegram 🙏
WhatsApp is back! all my messages arrive at once
The issue has been resolved, thank you for your patience
Facebook restored ten minutes ago
phew, my texts are going through again
Signal up again in Switzerland
Incident closed: the service is fully restored
Back to normal for Instagram
whatsapp ok again here in Leeds
Yes it works again! 🎉 insta is back
Messenger calls are fine again
Fixed, Telegram connection has returned
My emails arrive again, outage is over
End of the WhatsApp incident, service recovered at 18:20
facebook fixed at last
No more trouble on Signal, all good now
Service restored, our teams keep monitoring
I finally get the codes, whatsapp is fixed
Good news, Instagram loads normally again
Is the outage over? all works for me
Everything works again on Facebook for the last 5 minutes
Alert lifted, messaging is available again
Messenger up and running, no more bugs on my side
Telegram came back after two hours
The fix is deployed, incident resolved
Ah! whatsapp photos go through again 🥳`,
  es: `
WhatsApp ya me funciona otra vez
listo, volvió Messenger
Por fin, los mensajes salen de nuevo
Se acabó la caída, insta funciona de nuevo
todo volvió a la normalidad en Telegram 🙏
¡Volvió WhatsApp! me llegan todos los mensajes de golpe
El problema está resuelto, gracias por su paciencia
Facebook restablecido hace diez minutos
uf, mis SMS ya salen otra vez
Signal funciona de nuevo en Suiza
Incidente cerrado: servicio totalmente restablecido
Vuelta a la normalidad en Instagram
whatsapp ok otra vez aquí en Bilbao
¡Sí, ya funciona! 🎉 volvió insta
Las llamadas de Messenger van bien otra vez
Arreglado, regresó la conexión de Telegram
Ya me llegan los correos, fin de la caída
Fin de la incidencia de WhatsApp, servicio recuperado a las 18:20
ya arreglaron facebook, por fin
Sin más problemas en Signal, todo bien ya
Servicio restablecido, nuestros equipos siguen vigilando
por fin me llegan los códigos, arreglaron whatsapp
Buena noticia, Instagram carga normal de nuevo
¿Se acabó la caída? a mí ya me funciona todo
Desde hace 5 minutos todo va otra vez en Facebook
Alerta levantada, la mensajería está disponible de nuevo
Messenger en marcha otra vez, ningún error por aquí
Telegram regresó después de dos horas
La corrección está aplicada, incidente resuelto
¡Ah! ya salen las fotos de whatsapp 🥳`,
  pt: `
WhatsApp voltou a funcionar aqui
pronto, o Messenger voltou
Finalmente, as mensagens estão saindo de novo
Acabou a queda, insta funcionando de novo
tudo voltou ao normal no Telegram 🙏
O WhatsApp voltou! todas as mensagens chegando de uma vez
O problema foi resolvido, obrigado pela paciência
Facebook restabelecido há dez minutos
ufa, meus SMS saem outra vez
Signal funciona de novo na Suíça
Incidente encerrado: serviço totalmente restabelecido
Instagram de volta ao normal
zap ok de novo aqui em Natal
Sim, voltou a funcionar! 🎉 insta está de volta
As chamadas do Messenger estão boas de novo
Consertado, a conexão do Telegram voltou
Meus emails já chegam, fim da queda
Fim do incidente do WhatsApp, serviço normalizado às 18h20
arrumaram o facebook, até que enfim
Sem mais problemas no Signal, tudo certo agora
Serviço restabelecido, nossas equipes seguem monitorando
enfim recebo os códigos, consertaram o whatsapp
Boa notícia, o Instagram carrega normal de novo
A queda acabou? aqui já funciona tudo
Faz 5 minutos que tudo voltou no Facebook
Alerta encerrado, as mensagens estão disponíveis de novo
Messenger de pé outra vez, nenhum erro por aqui
O Telegram voltou depois de duas horas
A correção foi aplicada, incidente resolvido
Ah! as fotos do whatsapp já vão 🥳`,
};
