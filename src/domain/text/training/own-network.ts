import type { Corpus } from "./corpus.ts";

/** Somebody suspects the own line, phone or operator. */
export const OWN_NETWORK: Corpus = {
  fr: `
Je crois que c'est ma box qui déconne
mon wifi est mort, plus d'internet du tout à la maison
C'est sûrement mon téléphone, je vais redémarrer
Pas de réseau chez Orange dans mon village depuis hier
j'ai plus de data, forfait épuisé je pense
La fibre est coupée dans la rue, plus rien ne marche
Free mobile me laisse sans 4G aujourd'hui
ma connexion est pourrie ce soir, même Google ne charge pas
Je suis à la campagne, une seule barre de réseau
c'est peut être ma connexion, tout est lent
Mon vieux portable n'a plus de place, les applis plantent
Box redémarrée trois fois, toujours pas d'internet
Je capte rien dans le métro
le wifi de l'hôtel bloque tout
Panne SFR dans le quartier, ni télé ni internet
Je vais réinstaller l'appli, ça doit venir de mon tel
Ma carte sim est morte je crois
Mon ordi refuse de se connecter au wifi, les autres y arrivent
problème de mon côté sans doute, le voisin n'a rien
Bouygues rame, tous les sites sont lents chez moi
Ma 4G est coupée depuis que j'ai dépassé mon forfait
Le wifi du train est inutilisable
Antenne en maintenance près de chez moi, aucun réseau mobile
J'ai changé de téléphone et plus rien ne se synchronise
Coupure internet pour tout l'immeuble, le technicien passe demain
Ça marche chez les autres, donc c'est mon portable
Mon opérateur dit que la ligne est en dérangement
En mode avion depuis ce matin sans m'en rendre compte
L'orage a grillé ma box, plus de connexion
Mise à jour du téléphone et maintenant tout rame`,
  en: `
I think it's my router acting up
my wifi is dead, no internet at all at home
Probably my phone, going to restart it
No signal from Vodafone in my village since yesterday
ran out of data I guess
Fibre cut in our street, nothing works
T-Mobile left me without 4G today
my connection is awful tonight, even Google won't load
I'm in the countryside with one bar
maybe it's my internet, everything is slow
My old phone has no storage left, apps keep crashing
Rebooted the router three times, still no internet
no reception on the subway
hotel wifi blocks everything
Comcast outage in the neighbourhood, no tv and no internet
Going to reinstall the app, must be my device
My sim card is broken I believe
Laptop won't join the wifi though other devices do
issue on my side probably, my neighbour is fine
BT broadband crawling, all sites are slow for me
My 4G is cut since I used up my plan
The train wifi is unusable
Mast maintenance near my place, no mobile network
Changed phones and nothing syncs any more
Internet cut for the whole building, technician comes tomorrow
It works for the others so it must be my mobile
My provider says there is a fault on the line
Had airplane mode on since this morning without noticing
The storm fried my router, no connection
Updated my phone and now everything lags`,
  es: `
Creo que es mi router que anda mal
mi wifi está muerto, no tengo internet en casa
Seguro es mi teléfono, voy a reiniciar
Sin cobertura de Movistar en mi pueblo desde ayer
me quedé sin datos creo
Cortaron la fibra en la calle, no hay nada
Claro me dejó sin 4G hoy
mi conexión está fatal esta noche, ni Google carga
Estoy en el campo con una rayita de señal
a lo mejor es mi internet, todo va lento
Mi móvil viejo no tiene espacio, las apps se cierran
Reinicié el router tres veces y sigue sin internet
no hay cobertura en el metro
el wifi del hotel bloquea todo
Avería de Vodafone en el barrio, ni tele ni internet
Voy a reinstalar la app, debe ser mi aparato
Mi tarjeta sim está rota creo
El portátil no entra al wifi, los demás sí
problema mío seguramente, al vecino le va bien
Telmex lentísimo, todas las páginas tardan en mi casa
Me cortaron el 4G porque gasté mi plan
El wifi del tren no se puede usar
Antena en mantenimiento cerca de mi casa, sin red móvil
Cambié de teléfono y ya nada se sincroniza
Sin internet en todo el edificio, el técnico viene mañana
A los demás les funciona, así que es mi móvil
Mi operadora dice que hay una avería en la línea
Tenía el modo avión desde la mañana sin darme cuenta
La tormenta quemó mi router, sin conexión
Actualicé el teléfono y ahora todo va lento`,
  pt: `
Acho que é o meu roteador
meu wifi morreu, sem internet nenhuma em casa
Deve ser o meu celular, vou reiniciar
Sem sinal da Vivo na minha cidade desde ontem
acabaram meus dados eu acho
Cortaram a fibra na rua, nada pega
A Claro me deixou sem 4G hoje
minha conexão está péssima hoje, nem o Google abre
Estou na roça com um pontinho de sinal
talvez seja a minha internet, tudo lento
Meu celular velho está sem espaço, os apps fecham
Reiniciei o roteador três vezes e continuo sem internet
não pega sinal no metrô
o wifi do hotel bloqueia tudo
Avaria da NOS no bairro, sem televisão e sem internet
Vou reinstalar o app, deve ser o meu aparelho
Meu chip queimou eu acho
O notebook não entra no wifi, os outros entram
problema meu com certeza, o vizinho está normal
Oi lentíssima, todos os sites demoram aqui em casa
Cortaram meu 4G porque gastei o plano
O wifi do trem é inutilizável
Antena em manutenção perto de casa, sem rede móvel
Troquei de celular e nada mais sincroniza
Sem internet no prédio inteiro, o técnico vem amanhã
Para os outros funciona, então é o meu celular
Minha operadora diz que há um defeito na linha
Estava em modo avião desde cedo sem perceber
A tempestade queimou meu roteador, sem conexão
Atualizei o celular e agora tudo está lento`,
};
