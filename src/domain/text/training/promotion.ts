import type { Corpus } from "./corpus.ts";

/** Somebody sells or advertises. */
export const PROMOTION: Corpus = {
  fr: `
Contactez-nous sur WhatsApp pour un devis gratuit 📲
Promo -30 % sur toute la boutique, commandez par Messenger
Rejoignez notre canal Telegram pour des pronostics gagnants 💰
Abonnez-vous à notre page Instagram et gagnez un iPhone
Besoin d'un site web ? Écrivez-moi en MP Facebook
Offre spéciale : envoyez 1000 SMS pour 29 euros
Formation WhatsApp Business, inscrivez-vous avant vendredi
Nouveau service client sur WhatsApp, disponible 24h/24 👉 lien en bio
Achetez des abonnés Instagram pas cher, livraison rapide
Fatigué des pannes de WhatsApp ? Essayez notre messagerie sécurisée
Gagnez 500 € par jour depuis chez vous, groupe Telegram gratuit
Livraison offerte ce week-end, lien dans la bio 🛍️
Réservez votre table par Messenger, menu à 25 euros
Découvrez notre outil d'emailing, essai gratuit 14 jours
Investissez dans la crypto, rejoignez le groupe WhatsApp VIP 🚀
Coaching Instagram : doublez vos ventes en un mois
Votre numéro pro en 5 minutes, code promo BIENVENUE
Partagez et abonnez-vous pour participer au concours 🎁
Maillots en stock, commande WhatsApp 06 00 00 00 00
Panne de Messenger ? Passez à notre application, téléchargez-la ici
Soldes : livraison rapide, paiement à la livraison, écrivez sur WhatsApp
Vends iPhone 12 neuf, contact Messenger uniquement
Augmentez vos abonnés Instagram, prix imbattable 🔥
Suivez-nous sur Facebook pour ne rien rater de nos offres
Notre agence envoie vos campagnes SMS, demandez un devis
Inscription ouverte au webinaire sur le marketing Telegram
Nouveaux parfums disponibles, commandez vite, stock limité
Cours d'anglais en ligne, première séance offerte, lien en bio
Rejoignez nos 5000 clients satisfaits, essayez gratuitement
Louez votre appartement de vacances, réservation par WhatsApp`,
  en: `
Contact us on WhatsApp for a free quote 📲
30% off the whole store, order through Messenger
Join our Telegram channel for winning tips 💰
Follow our Instagram page and win an iPhone
Need a website? DM me on Facebook
Special offer: send 1000 SMS for $29
WhatsApp Business training, sign up before Friday
New customer care on WhatsApp, available 24/7 👉 link in bio
Buy cheap Instagram followers, fast delivery
Tired of WhatsApp outages? Try our secure messenger
Earn $500 a day from home, free Telegram group
Free shipping this weekend, link in bio 🛍️
Book your table via Messenger, menu for 25
Discover our email tool, 14 day free trial
Invest in crypto, join the VIP WhatsApp group 🚀
Instagram coaching: double your sales in a month
Your business number in 5 minutes, promo code WELCOME
Share and subscribe to enter the giveaway 🎁
Jerseys in stock, WhatsApp orders +1 555 0100
Messenger down? Switch to our app, download it here
Sale: fast delivery, cash on delivery, write to us on WhatsApp
Selling iPhone 12, new, contact via Messenger only
Grow your Instagram followers, unbeatable price 🔥
Follow us on Facebook so you never miss our deals
Our agency sends your SMS campaigns, ask for a quote
Registration is open for our webinar on Telegram marketing
New perfumes available, order fast, limited stock
English lessons online, first session free, link in bio
Join our 5000 happy customers, try it for free
Rent your holiday flat, bookings on WhatsApp`,
  es: `
Contáctanos por WhatsApp para un presupuesto gratis 📲
30 % de descuento en toda la tienda, pide por Messenger
Únete a nuestro canal de Telegram con pronósticos ganadores 💰
Sigue nuestra página de Instagram y gana un iPhone
¿Necesitas una web? Escríbeme por Facebook
Oferta especial: envía 1000 SMS por 29 euros
Curso de WhatsApp Business, inscríbete antes del viernes
Nueva atención al cliente por WhatsApp, 24 horas 👉 link en bio
Compra seguidores de Instagram baratos, entrega rápida
¿Cansado de las caídas de WhatsApp? Prueba nuestra mensajería segura
Gana 500 al día desde casa, grupo de Telegram gratis
Envío gratis este fin de semana, link en la bio 🛍️
Reserva tu mesa por Messenger, menú a 25 euros
Descubre nuestra herramienta de correo, 14 días gratis
Invierte en cripto, entra al grupo VIP de WhatsApp 🚀
Coaching de Instagram: duplica tus ventas en un mes
Tu número de empresa en 5 minutos, código BIENVENIDO
Comparte y suscríbete para participar en el sorteo 🎁
Camisetas en stock, pedidos por WhatsApp 600 000 000
¿Messenger caído? Cámbiate a nuestra app, descárgala aquí
Rebajas: envío rápido, pago contra entrega, escribe por WhatsApp
Vendo iPhone 12 nuevo, contacto solo por Messenger
Aumenta tus seguidores de Instagram, precio imbatible 🔥
Síguenos en Facebook para no perderte las ofertas
Nuestra agencia envía tus campañas de SMS, pide presupuesto
Inscripción abierta al webinar de marketing en Telegram
Nuevos perfumes disponibles, pide ya, existencias limitadas
Clases de inglés en línea, primera sesión gratis, link en bio
Únete a 5000 clientes felices, pruébalo gratis
Alquila tu piso de vacaciones, reservas por WhatsApp`,
  pt: `
Fale conosco no WhatsApp e peça um orçamento grátis 📲
30 % de desconto na loja toda, peça pelo Messenger
Entre no nosso canal do Telegram com palpites certeiros 💰
Siga nossa página no Instagram e ganhe um iPhone
Precisa de um site? Me chame no Facebook
Oferta especial: envie 1000 SMS por 29 reais
Curso de WhatsApp Business, inscreva-se até sexta
Novo atendimento no WhatsApp, 24 horas 👉 link na bio
Compre seguidores no Instagram barato, entrega rápida
Cansado das quedas do WhatsApp? Experimente nosso mensageiro seguro
Ganhe 500 por dia em casa, grupo do Telegram grátis
Frete grátis neste fim de semana, link na bio 🛍️
Reserve sua mesa pelo Messenger, menu a 25
Conheça nossa ferramenta de email, teste grátis por 14 dias
Invista em cripto, entre no grupo VIP do zap 🚀
Mentoria de Instagram: dobre suas vendas em um mês
Seu número comercial em 5 minutos, cupom BEMVINDO
Compartilhe e se inscreva para participar do sorteio 🎁
Camisas em estoque, pedidos pelo zap 11 90000 0000
Messenger caiu? Mude para o nosso app, baixe aqui
Liquidação: entrega rápida, pague na entrega, chame no WhatsApp
Vendo iPhone 12 novo, contato só pelo Messenger
Aumente seus seguidores no Instagram, preço imbatível 🔥
Siga a gente no Facebook e não perca as ofertas
Nossa agência envia suas campanhas de SMS, peça orçamento
Inscrições abertas para o webinar de marketing no Telegram
Novos perfumes disponíveis, peça já, estoque limitado
Aulas de inglês online, primeira aula grátis, link na bio
Junte-se a 5000 clientes felizes, teste grátis
Alugue seu apartamento de férias, reservas pelo zap`,
};
