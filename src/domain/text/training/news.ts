import type { Corpus } from "./corpus.ts";

/** A newsroom or a company tells what happens, at a distance. */
export const NEWS: Corpus = {
  fr: `
Meta confirme une panne mondiale de WhatsApp, des millions d'utilisateurs touchés
Selon Downdetector, plus de 20 000 signalements concernent Instagram
ALERTE – Facebook inaccessible dans plusieurs pays européens
Panne géante de Telegram : ce que l'on sait
« Nous enquêtons sur le problème », indique un porte-parole de Meta
L'action Meta recule de 3 % après l'interruption de ses services
Le ministère demande des explications à l'opérateur après la panne
Pourquoi Messenger est tombé en panne : notre analyse
EN DIRECT. Panne de WhatsApp : suivez l'évolution de la situation
Le tribunal ordonne le blocage de Telegram au Brésil, rapporte l'AFP
Retour sur la plus longue panne de l'histoire de Facebook
Les services d'urgence recommandent les SMS pendant l'interruption
Reuters : la coupure serait due à une erreur de configuration
WhatsApp annonce une nouvelle fonction de sauvegarde
Panne de messagerie : les entreprises cherchent des solutions de secours
Signal a connu des perturbations mardi, d'après un communiqué
Des milliers d'internautes signalent une panne d'Instagram ce jeudi
Vidéo : comment une panne de WhatsApp a paralysé les commerces
Le régulateur ouvre une enquête sur Meta
Ce que révèle la panne de Messenger sur notre dépendance
La banque avertit ses clients après la panne des SMS de validation
Étude : un Français sur deux utilise WhatsApp chaque jour
Panne d'Orange : les numéros d'urgence perturbés dans trois régions
Le PDG de Telegram s'exprime après l'interruption de service
Instagram et Threads inaccessibles pendant deux heures mercredi soir
Cyberattaque écartée, assure la maison mère de Facebook
Gmail touché par des retards de livraison, Google enquête
Le gouvernement suspend l'accès à WhatsApp pendant les examens
Panne mondiale : quels services sont concernés ?
Communiqué : maintenance prévue dimanche de 2h à 4h`,
  en: `
Meta confirms worldwide WhatsApp outage, millions of users affected
According to Downdetector, more than 20,000 reports about Instagram
BREAKING: Facebook unavailable in several European countries
Huge Telegram outage: what we know so far
"We are looking into the issue," a Meta spokesperson said
Meta shares fall 3% after its services were interrupted
Ministry demands answers from the operator after the outage
Why Messenger went down: our analysis
LIVE: WhatsApp outage, follow the latest developments
Court orders Telegram blocked in Brazil, Reuters reports
A look back at the longest outage in Facebook history
Emergency services advise SMS during the disruption
AP: the failure was caused by a configuration error
WhatsApp announces a new backup feature
Messaging outage: companies search for alternatives
Signal suffered disruptions on Tuesday, according to a statement
Thousands of users report Instagram outage this Thursday
Video: how a WhatsApp outage paralysed small shops
Regulator opens an inquiry into Meta
What the Messenger outage reveals about our dependence
Bank warns customers after validation SMS failure
Study: one in two people uses WhatsApp every day
Carrier outage: emergency numbers disrupted in three regions
Telegram CEO speaks after service interruption
Instagram and Threads were unavailable for two hours on Wednesday
Cyberattack ruled out, says the parent company of Facebook
Gmail hit by delivery delays, Google investigates
Government suspends access to WhatsApp during exams
Worldwide outage: which services are concerned?
Statement: maintenance planned on Sunday from 2 to 4`,
  es: `
Meta confirma una caída mundial de WhatsApp, millones de usuarios afectados
Según Downdetector, más de 20.000 reportes sobre Instagram
ÚLTIMA HORA: Facebook inaccesible en varios países europeos
Gran caída de Telegram: lo que se sabe
«Estamos investigando el problema», dijo un portavoz de Meta
Las acciones de Meta bajan un 3 % tras la interrupción de sus servicios
El ministerio pide explicaciones a la operadora tras la caída
Por qué se cayó Messenger: nuestro análisis
EN VIVO: caída de WhatsApp, siga las novedades
Un tribunal ordena bloquear Telegram en Brasil, informa EFE
Repaso a la caída más larga de la historia de Facebook
Los servicios de emergencia aconsejan usar SMS durante la interrupción
Reuters: el fallo se debió a un error de configuración
WhatsApp anuncia una nueva función de copia de seguridad
Caída de mensajería: las empresas buscan alternativas
Signal sufrió interrupciones el martes, según un comunicado
Miles de usuarios reportan caída de Instagram este jueves
Vídeo: cómo una caída de WhatsApp paralizó a los comercios
El regulador abre una investigación sobre Meta
Lo que revela la caída de Messenger sobre nuestra dependencia
El banco avisa a sus clientes tras el fallo de los SMS de validación
Estudio: una de cada dos personas usa WhatsApp a diario
Avería de operadora: números de emergencia afectados en tres regiones
El director de Telegram habla tras la interrupción del servicio
Instagram y Threads estuvieron inaccesibles dos horas el miércoles
Descartado un ciberataque, asegura la matriz de Facebook
Gmail sufre retrasos en la entrega, Google investiga
El gobierno suspende el acceso a WhatsApp durante los exámenes
Caída mundial: ¿qué servicios están afectados?
Comunicado: mantenimiento previsto el domingo de 2 a 4`,
  pt: `
Meta confirma queda mundial do WhatsApp, milhões de usuários afetados
Segundo o Downdetector, mais de 20 mil reclamações sobre o Instagram
URGENTE: Facebook inacessível em vários países europeus
Grande queda do Telegram: o que se sabe
"Estamos investigando o problema", disse um porta-voz da Meta
Ações da Meta caem 3 % após interrupção dos serviços
Ministério cobra explicações da operadora após a queda
Por que o Messenger saiu do ar: nossa análise
AO VIVO: queda do WhatsApp, acompanhe as novidades
Tribunal manda bloquear o Telegram no Brasil, informa a Lusa
Relembre a queda mais longa da história do Facebook
Serviços de emergência aconselham SMS durante a interrupção
Reuters: a falha foi causada por erro de configuração
WhatsApp anuncia nova função de cópia de segurança
Queda de mensageiros: empresas procuram alternativas
Signal sofreu interrupções na terça, segundo comunicado
Milhares de usuários relatam queda do Instagram nesta quinta
Vídeo: como uma queda do WhatsApp paralisou o comércio
Regulador abre investigação sobre a Meta
O que a queda do Messenger revela sobre a nossa dependência
Banco avisa clientes após falha nos SMS de validação
Estudo: uma em cada duas pessoas usa WhatsApp todos os dias
Pane na operadora: números de emergência afetados em três regiões
Presidente do Telegram fala após interrupção do serviço
Instagram e Threads ficaram inacessíveis por duas horas na quarta
Ciberataque descartado, garante a dona do Facebook
Gmail tem atrasos na entrega, Google investiga
Governo suspende acesso ao WhatsApp durante as provas
Queda mundial: quais serviços foram afetados?
Comunicado: manutenção prevista no domingo das 2h às 4h`,
};
